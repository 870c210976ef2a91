using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Benchmarks.Generators;

/// <summary>A project of many functions: ten handlers a file, each with its own request and response, and one file without any.</summary>
internal static class GeneratedHandlers
{
    /// <summary>How many handlers stand in one file.</summary>
    public const int PerFile = 10;

    /// <summary>A file that has nothing to do with destinations.</summary>
    public const string Unrelated = "namespace App.Elsewhere; public static class Calculator { public static int Twice(int x) { return x * 2; } }";

    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp12);

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static x => Path.GetFileName(x).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(x) is "netstandard.dll" or "mscorlib.dll")
            .Select(static x => MetadataReference.CreateFromFile(x)),
        MetadataReference.CreateFromFile(typeof(OnFailureDestinationAttribute).Assembly.Location),
    ];

    /// <summary>The project; the unrelated file is its last.</summary>
    public static CSharpCompilation Compile(int handlers)
    {
        List<SyntaxTree> trees = [];
        for (int first = 0; first < handlers; first += PerFile)
        {
            trees.Add(Parse(File(first, Math.Min(PerFile, handlers - first)), $"Handlers{first}.cs"));
        }

        trees.Add(Parse(Unrelated, "Calculator.cs"));
        return CSharpCompilation.Create("App", trees, References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>Parses a file of the project.</summary>
    public static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), ParseOptions, path);

    /// <summary>The text of one file.</summary>
    public static string File(int first, int count)
    {
        StringBuilder text = new("using System.Threading.Tasks;\nusing LambdaDestinations;\n\nnamespace App.Orders;\n");
        for (int i = first; i < first + count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""

                public sealed record Request{{i}}(string Id, int Quantity, decimal? Price);

                public sealed record Response{{i}}(string Id, decimal Total);

                public sealed class Handler{{i}}
                {
                    [OnSuccessDestination(DestinationType.Sqs, "@Queue{{i}}")]
                    [OnFailureDestination(DestinationType.Sns)]
                    [AsyncInvocation(MaximumRetryAttempts = 1)]
                    public async Task<Response{{i}}> Handle(Request{{i}} request)
                    {
                        await Task.Yield();
                        decimal total = 0;
                        for (int line = 0; line < request.Quantity; line++)
                        {
                            total += request.Price ?? 1m;
                        }

                        return new Response{{i}}(request.Id, total);
                    }
                }

                """);
        }

        return text.ToString();
    }

    /// <summary>The template of the project, as an additional file.</summary>
    public static AdditionalText Template(int handlers, string comment)
    {
        StringBuilder text = new($"# {comment}\nTransform: AWS::Serverless-2016-10-31\nResources:\n");
        for (int i = 0; i < handlers; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                  Queue{{i}}: { Type: AWS::SQS::Queue }
                  Function{{i}}:
                    Type: AWS::Serverless::Function
                    Properties: { Handler: App::App.Orders.Handler{{i}}::Handle, Runtime: dotnet10 }

                """);
        }

        return new InMemoryText(text.ToString());
    }

    private sealed class InMemoryText(string text) : AdditionalText
    {
        private readonly SourceText _text = SourceText.From(text, Encoding.UTF8);

        public override string Path => "/app/template.yaml";

        public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
    }
}
