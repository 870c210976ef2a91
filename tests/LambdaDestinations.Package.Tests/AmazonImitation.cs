namespace LambdaDestinations.Package.Tests;

/// <summary>
/// Projects that stand in for Amazon's packages: <c>Amazon</c> has their types by the exact names, <c>Annotations</c> is a generator
/// that writes <c>serverless.template</c> while the compiler runs, as that of Amazon.Lambda.Annotations 2.3.0 does.
/// </summary>
internal static class AmazonImitation
{
    /// <summary>What a project needs instead of the references to the packages.</summary>
    public const string References = """
        <ItemGroup>
          <ProjectReference Include="../Amazon/Amazon.csproj" />
          <ProjectReference Include="../Annotations/Annotations.csproj" OutputItemType="Analyzer" ReferenceOutputAssembly="false" SkipGetTargetFrameworkProperties="true" />
        </ItemGroup>
        """;

    private const string Types = """
        namespace Amazon.Lambda.Core
        {
            [System.AttributeUsage(System.AttributeTargets.Assembly | System.AttributeTargets.Method)]
            public sealed class LambdaSerializerAttribute(System.Type serializerType) : System.Attribute
            {
                public System.Type SerializerType { get; set; } = serializerType;
            }
        }

        namespace Amazon.Lambda.Serialization.SystemTextJson
        {
            public class DefaultLambdaJsonSerializer { }
        }

        namespace Amazon.Lambda.Annotations
        {
            [System.AttributeUsage(System.AttributeTargets.Method)]
            public class LambdaFunctionAttribute : System.Attribute
            {
                public string? ResourceName { get; set; }
                public uint Timeout { get; set; }
                public uint MemorySize { get; set; }
                public string? Role { get; set; }
                public string? Policies { get; set; }
            }
        }

        namespace Amazon.Lambda.Annotations.S3
        {
            [System.AttributeUsage(System.AttributeTargets.Method)]
            public class S3EventAttribute(string bucket) : System.Attribute
            {
                public string Bucket { get; set; } = bucket;
            }
        }

        namespace Amazon.Lambda.S3Events
        {
            public class S3Event { }
        }

        """;

    private const string Generator = """"
        #pragma warning disable RS1035, RS1036, RS1041, RS1042
        using System.IO;
        using System.Linq;
        using System.Text.Json;
        using System.Text.Json.Nodes;
        using Microsoft.CodeAnalysis;
        using Microsoft.CodeAnalysis.CSharp;
        using Microsoft.CodeAnalysis.CSharp.Syntax;

        [Generator]
        public sealed class Annotations : ISourceGenerator
        {
            private const string Tool = "Amazon.Lambda.Annotations";

            public void Initialize(GeneratorInitializationContext context)
            {
            }

            public void Execute(GeneratorExecutionContext context)
            {
                foreach (SyntaxTree tree in context.Compilation.SyntaxTrees)
                {
                    foreach (MethodDeclarationSyntax syntax in tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
                    {
                        IMethodSymbol method = context.Compilation.GetSemanticModel(tree).GetDeclaredSymbol(syntax)!;
                        if (method.GetAttributes().Any(x => x.AttributeClass!.ToDisplayString() == Tool + ".LambdaFunctionAttribute"))
                        {
                            Add(context, method, Path.Combine(Folder(tree.FilePath), "serverless.template"));
                        }
                    }
                }
            }

            private static string Folder(string path)
            {
                string folder = Path.GetDirectoryName(path)!;
                return Directory.EnumerateFiles(folder, "*.csproj").Any() ? folder : Folder(folder);
            }

            private static void Add(GeneratorExecutionContext context, IMethodSymbol method, string path)
            {
                string type = $"{method.ContainingType.ToDisplayString()}_{method.Name}_Generated";
                string space = method.ContainingNamespace.ToDisplayString();
                context.AddSource(type + ".g.cs", $"namespace {space};\n\npublic sealed class {type[(space.Length + 1)..]}\n{{\n    private readonly {method.ContainingType.Name} _{method.ContainingType.Name.ToLowerInvariant()} = new();\n}}\n");

                // It creates a file that is missing, keeps what it does not own, and writes the whole file in its own layout.
                string text = File.Exists(path) ? File.ReadAllText(path) : """{"AWSTemplateFormatVersion": "2010-09-09", "Transform": "AWS::Serverless-2016-10-31", "Resources": {}}""";
                JsonNode template = JsonNode.Parse(text, null, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!;
                JsonObject resources = template["Resources"]!.AsObject();
                string id = string.Concat(type.Where(char.IsLetterOrDigit));
                JsonObject function = resources[id]?.AsObject() ?? new JsonObject();
                resources[id] = function.Parent is null ? function : function.DeepClone();
                function = resources[id]!.AsObject();
                function["Type"] = "AWS::Serverless::Function";
                Child(function, "Metadata")["Tool"] = Tool;
                JsonObject properties = Child(function, "Properties");
                properties["Runtime"] = "dotnet8";
                properties["CodeUri"] = ".";
                properties["MemorySize"] = 512;
                properties["Timeout"] = 30;
                properties["Policies"] ??= new JsonArray("AWSLambdaBasicExecutionRole");
                properties["PackageType"] = "Zip";
                properties["Handler"] = $"{context.Compilation.AssemblyName}::{type}::{method.Name}";
                if (method.GetAttributes().FirstOrDefault(x => x.AttributeClass!.Name == "S3EventAttribute") is { } trigger)
                {
                    string bucket = ((string)trigger.ConstructorArguments[0].Value!)[1..];
                    Child(function, "Metadata")["SyncedEvents"] = new JsonArray(bucket);
                    JsonObject s3 = Child(Child(properties, "Events"), bucket);
                    s3["Type"] = "S3";
                    s3["Properties"] = new JsonObject { ["Bucket"] = new JsonObject { ["Ref"] = bucket }, ["Events"] = new JsonArray("s3:ObjectCreated:*") };
                }

                File.WriteAllText(path, template.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
            }

            private static JsonObject Child(JsonObject parent, string name)
            {
                if (parent[name] is null)
                {
                    parent[name] = new JsonObject();
                }

                return parent[name]!.AsObject();
            }
        }

        """";

    public static void Write(UserSolution solution)
    {
        solution.Write("Amazon/Amazon.csproj", "<PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup>");
        solution.Write("Amazon/Amazon.cs", Types);
        solution.Write("Annotations/Annotations.csproj", """<ItemGroup><PackageReference Include="Microsoft.CodeAnalysis.CSharp" PrivateAssets="all" /></ItemGroup>""");
        solution.Write("Annotations/Annotations.cs", Generator);
    }
}
