using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LambdaDestinations.Generators.Tests.Generator;

/// <summary>Types that their authors mark as experimental or obsolete: generated code names them without an error or a warning of its own.</summary>
public sealed class MarkedTypesTests
{
    /// <summary>The handler's own code says that it knows.</summary>
    private const string Head = "#pragma warning disable EXP1, EXP2, OLD1, CS0618\nusing System;\nusing System.Collections.Generic;\nusing System.Diagnostics.CodeAnalysis;\nusing LambdaDestinations;\n";

    private const string Both = "[OnSuccessDestination(DestinationType.Sqs), OnFailureDestination(DestinationType.Sqs)] ";

    [Theory]
    [InlineData("[Experimental(\"EXP1\")] public class A { } public class H { " + Both + "public A? Run(string x) => null; }", "EXP1")]
    [InlineData("[Experimental(\"EXP1\")] public class A { } public class H { " + Both + "public void Run(Dictionary<string, A?[]> x) { } }", "EXP1")]
    [InlineData("[Experimental(\"EXP1\")] public class A { public class B { } } public class H { " + Both + "public void Run(A.B x) { } }", "EXP1")]
    [InlineData("[Experimental(\"EXP1\")] public struct A { } public class H { " + Both + "public void Run(A? x) { } }", "EXP1")]
    [InlineData("[Experimental(\"EXP1\")] public struct A { } [Obsolete(\"b\", DiagnosticId = \"OLD1\")] public class B { } public class H { " + Both + "public B? Run((A One, int Two) x) => null; }", "EXP1, OLD1")]
    [InlineData("[Experimental(\"EXP2\")] public class A { } [Experimental(\"EXP1\")] public class B { } public class H { " + Both + "public B? Run(A x) => null; }", "EXP1, EXP2")]
    [InlineData("[Obsolete(\"b\", DiagnosticId = \"OLD1\")] public class A { } public class H { " + Both + "public void Run(A x) { } }", "OLD1")]
    [InlineData("[Obsolete(\"b\")] public class A { } public class H { " + Both + "public void Run(A x) { } }", null)]
    [InlineData("[Experimental(\"EXP1\")] public class A { } public class H { private readonly A? _a = null; " + Both + "public void Run(string x) => _ = _a; }", null)]
    public void The_ids_of_a_handlers_types_are_disabled(string code, string? ids)
    {
        string records = GeneratorHarness.Generate(Head + code)["LambdaDestinations.Records.g.cs"];

        Assert.Equal(ids, IdsOf(records));
    }

    /// <summary>Everything that an entry point names: the method, its class, the constructor and what that takes, the class of the services.</summary>
    [Theory]
    [InlineData("[Experimental(\"EXP1\")] public class A { } public class C { [DestinationConsumer(typeof(H), \"Run\")] public void Take(FailureRecord<A> x) { } }", "EXP1", null)]
    [InlineData("[Experimental(\"EXP1\")] public class C { [DestinationConsumer(typeof(H), \"Run\")] public void Take(FailureRecord<string> x) { } }", "EXP1", null)]
    [InlineData("public class C { [Experimental(\"EXP1\"), DestinationConsumer(typeof(H), \"Run\")] public static void Take(FailureRecord<string> x) { } }", "EXP1", null)]
    [InlineData("public class C { [Experimental(\"EXP1\")] public C() { } [DestinationConsumer(typeof(H), \"Run\")] public void Take(FailureRecord<string> x) { } }", "EXP1", null)]
    [InlineData("[Experimental(\"EXP1\")] public class A { } public class C(A a) { [DestinationConsumer(typeof(H), \"Run\")] public void Take(FailureRecord<string> x) => _ = a; }", "EXP1", null)]
    [InlineData("[Experimental(\"EXP1\")] public class A { } public class C(List<A[]> a) { [DestinationConsumer(typeof(H), \"Run\")] public void Take(FailureRecord<string> x) => _ = a; }", "EXP1", null)]
    [InlineData("public class C { [Obsolete(\"b\", DiagnosticId = \"OLD1\"), DestinationConsumer(typeof(H), \"Run\")] public void Take(FailureRecord<string> x) { } [Experimental(\"EXP1\"), DestinationConsumer(typeof(H), \"Run\")] public void Give(SuccessRecord<string, DestinationVoid> x) { } }", "EXP1, OLD1", null)]
    [InlineData("[DestinationStartup, Experimental(\"EXP1\")] public static class S { public static void ConfigureServices(IServiceCollection services) { } } public class C(IServiceProvider a) { [DestinationConsumer(typeof(H), \"Run\")] public void Take(FailureRecord<string> x) => _ = a; }", null, "EXP1")]
    [InlineData("[DestinationStartup] public class S { [Experimental(\"EXP2\")] public S() { } [Experimental(\"EXP1\")] public void ConfigureServices(IServiceCollection services) { } } public class C(IServiceProvider a) { [DestinationConsumer(typeof(H), \"Run\")] public void Take(FailureRecord<string> x) => _ = a; }", null, "EXP1, EXP2")]
    public void The_ids_of_what_an_entry_point_names_are_disabled(string code, string? ids, string? idsOfServices)
    {
        const string Startup = "using Microsoft.Extensions.DependencyInjection;\n[DestinationStartup] public static class S { public static void ConfigureServices(IServiceCollection services) { } }\n";
        string startup = code.Contains("DestinationStartup", StringComparison.Ordinal) ? "using Microsoft.Extensions.DependencyInjection;\n" : Startup;
        SortedDictionary<string, string> files = GeneratorHarness.Generate(GeneratorHarness.Compile($"{Head}{startup}public class H {{ {Both}public void Run(string x) {{ }} }}\n{code}").AddReferences(GeneratorHarness.Services));

        Assert.Equal(ids, IdsOf(files["LambdaDestinations.Consumers.g.cs"]));
        Assert.Equal(idsOfServices, files.TryGetValue("LambdaDestinations.Services.g.cs", out string? services) ? IdsOf(services) : null);
        Assert.Null(IdsOf(files["LambdaDestinations.Records.g.cs"]));
    }

    [Theory]
    [InlineData("[assembly: DestinationSerializer(typeof(App.AppContext))]", false)]
    [InlineData("[assembly: Amazon.Lambda.Core.LambdaSerializer(typeof(Amazon.Lambda.Serialization.SystemTextJson.SourceGeneratorLambdaJsonSerializer<App.AppContext>))]", true)]
    public void The_ids_of_a_context_are_disabled(string attribute, bool isShared)
    {
        string context = Stubs.Context.Replace("public sealed class AppContext", "[System.Diagnostics.CodeAnalysis.Experimental(\"EXP1\")] public sealed class AppContext", StringComparison.Ordinal);
        SortedDictionary<string, string> files = GeneratorHarness.Generate(Head + attribute + "\npublic class H { " + Both + "public void Run(string x) { } }", Stubs.Core, context);

        Assert.Equal("EXP1", IdsOf(files["LambdaDestinations.Records.g.cs"]));
        Assert.Equal(isShared ? "EXP1" : null, files.TryGetValue("LambdaDestinations.PayloadContexts.g.cs", out string? contexts) ? IdsOf(contexts) : null);
    }

    /// <summary>A preview of a library: everything in it is experimental, and nothing is marked.</summary>
    [Theory]
    [InlineData("assembly")]
    [InlineData("module")]
    public void The_id_of_a_referenced_assembly_is_disabled(string target)
    {
        CSharpCompilation library = GeneratorHarness.Compile($"[{target}: System.Diagnostics.CodeAnalysis.Experimental(\"EXP1\")] namespace Lib {{ public class A {{ }} }}").WithAssemblyName("Lib");
        using System.IO.MemoryStream image = new();
        Assert.True(library.Emit(image).Success);
        image.Position = 0;
        CSharpCompilation compilation = GeneratorHarness.Compile(Head + "public class H { " + Both + "public void Run(Lib.A x) { } }").AddReferences(MetadataReference.CreateFromStream(image));

        Assert.Equal("EXP1", IdsOf(GeneratorHarness.Generate(compilation)["LambdaDestinations.Records.g.cs"]));
    }

    /// <summary>No directive permits to name such a type; obsolete code may.</summary>
    [Theory]
    [InlineData("[Obsolete(\"b\", true)] public class A { } [Obsolete] public class H { " + Both + "public void Run(A x) { } }")]
    [InlineData("[Obsolete(\"b\", true, DiagnosticId = \"OLD1\")] public class A { } [Obsolete] public class H { " + Both + "public A? Run(List<A> x) => null; }")]
    [InlineData("public class H { " + Both + "public void Run(string x) { } } public class C { [Obsolete(\"b\", true), DestinationConsumer(typeof(H), \"Run\")] public void Take(FailureRecord<string> x) { } }")]
    public void What_only_obsolete_code_may_name_makes_obsolete_code(string code)
    {
        string[] marked = [.. GeneratorHarness.Generate(Head + code).Values.Where(static x => x.Contains("[global::System.ObsoleteAttribute]\n", StringComparison.Ordinal))];

        Assert.Single(marked);
    }

    private static string? IdsOf(string file)
    {
        string[] lines = [.. file.Split('\n').Where(static x => x.StartsWith("#pragma warning disable ", StringComparison.Ordinal) && x.EndsWith("marked with these.", StringComparison.Ordinal))];
        return lines.Length == 0 ? null : Assert.Single(lines)["#pragma warning disable ".Length..].Split(" //")[0];
    }
}
