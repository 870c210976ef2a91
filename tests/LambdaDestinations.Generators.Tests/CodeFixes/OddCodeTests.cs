using System;
using System.Threading.Tasks;

namespace LambdaDestinations.Generators.Tests.CodeFixes;

/// <summary>Every fix of code other than a handler's attributes, in odd forms. What is demanded: <see cref="FixHarness"/>.</summary>
public sealed class OddCodeTests
{
    private const string Usings = "using System;\nusing System.Collections.Generic;\nusing System.Threading.Tasks;\nusing LambdaDestinations;\n";

    private const string Work = """
        namespace App;
        public class Other { public System.Threading.Tasks.Task Audit(string x) => System.Threading.Tasks.Task.CompletedTask; public System.Threading.Tasks.ValueTask<int> Count() => default; public System.Threading.Tasks.Task<int> Get() => System.Threading.Tasks.Task.FromResult(1); public Other? Next => null; }
        public static class Work { public static System.Threading.Tasks.Task DoAsync(string x = "") => System.Threading.Tasks.Task.CompletedTask; }

        """;

    [Theory]
    [InlineData("Work.DoAsync();", "await Work.DoAsync();")]
    [InlineData("Work.DoAsync(x).ConfigureAwait(false);", "await Work.DoAsync(x).ConfigureAwait(false);")]
    [InlineData("_ = Work.DoAsync();", "await Work.DoAsync();")]
    [InlineData("_=Work.DoAsync();", "await Work.DoAsync();")]
    [InlineData("_ = /* start */ Work.DoAsync(); // forget", "/* start */ await Work.DoAsync(); // forget")]
    [InlineData("/* a */ Work.DoAsync() /* b */ ; // c", "/* a */ await Work.DoAsync() /* b */ ; // c")]
    [InlineData("_other?.Audit(x);", "await (_other?.Audit(x) ?? Task.CompletedTask);")]
    [InlineData("_ = _other?.Audit(x);", "await (_other?.Audit(x) ?? Task.CompletedTask);")]
    [InlineData("_other?.Next?.Audit(x);", "await (_other?.Next?.Audit(x) ?? Task.CompletedTask);")]
    [InlineData("_other?.Get();", "await (_other?.Get() ?? Task.CompletedTask);")]
    [InlineData("_other?.Count();", "await (_other?.Count() ?? default);")]
    [InlineData("if (x.Length > 1) Work.DoAsync(); else _ = 1;", "if (x.Length > 1) await Work.DoAsync(); else _ = 1;")]
    [InlineData("foreach (char c in x) Work.DoAsync();", "foreach (char c in x) await Work.DoAsync();")]
    [InlineData("for (int i = 0; i < 2; Work.DoAsync()) { i++; }", "for (int i = 0; i < 2; await Work.DoAsync()) { i++; }")]
    [InlineData("try { Work.DoAsync(); } finally { }", "try { await Work.DoAsync(); } finally { }")]
    [InlineData("try { throw new Exception(); } catch (InvalidOperationException) { Work.DoAsync(); throw; }", "catch (InvalidOperationException) { await Work.DoAsync(); throw; }")]
    [InlineData("using (new System.IO.MemoryStream()) Work.DoAsync();", "using (new System.IO.MemoryStream()) await Work.DoAsync();")]
    [InlineData("await Task.Run(async () => { Work.DoAsync(); await Task.Yield(); });", "{ await Work.DoAsync(); await Task.Yield(); }")]
    [InlineData("async Task Local() { Work.DoAsync(); await Task.Yield(); } await Local();", "{ await Work.DoAsync(); await Task.Yield(); }")]
    [InlineData("#if SET\n        Work.DoAsync();\n#endif", "#if SET\n        await Work.DoAsync();\n#endif")]
    [InlineData("#pragma warning disable CS4014\n        Work.DoAsync();\n#pragma warning restore CS4014", "await Work.DoAsync();\n#pragma warning restore")]
    [InlineData("Work\n            // how\n            .DoAsync(x);", "await Work\n            // how")]
    [InlineData("_ = (Task)Work.DoAsync();", "await (Task)Work.DoAsync();")]
    [InlineData("Work.DoAsync(); Work.DoAsync(\"two\"); _ = Work.DoAsync(\"three\");", "await Work.DoAsync(); Work.DoAsync(\"two\");")]
    public async Task What_is_not_awaited_is_awaited(string body, string expected)
    {
        foreach (Func<string, string> form in new Func<string, string>[] { static x => x, static x => x.Replace("\n", "\r\n", StringComparison.Ordinal), static x => x.Replace("    ", "\t", StringComparison.Ordinal) })
        {
            Assert.Contains(form(expected), await FixHarness.FixAsync("LD5023", [form(Handler(body)), Work]), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("lock (_other!) { Work.DoAsync(); }")]
    [InlineData("lock (_other!) Work.DoAsync();")]
    [InlineData("new List<int>().ForEach(async y => await Work.DoAsync());")]
    [InlineData("Action a = () => Work.DoAsync(); a();")]
    [InlineData("await Task.Run(() => { Work.DoAsync(); });")]
    [InlineData("void Local() { Work.DoAsync(); } Local();")]
    public Task What_cannot_be_awaited_is_left_alone(string body) => FixHarness.WithholdAsync("LD5023", [Handler(body), Work]);

    [Theory]
    [InlineData("public async Task Run(string x) { unsafe { Work.DoAsync(); } await Task.Yield(); }")]
    [InlineData("public Task Run(string x) { Work.DoAsync(); return Task.CompletedTask; }")]
    [InlineData("public void Run(string x) => Work.DoAsync();")]
    public Task What_stands_where_nothing_awaits_is_left_alone(string method) =>
        FixHarness.WithholdAsync("LD5023", [$"{Usings}namespace App;\npublic unsafe class Pointers {{ }}\npublic class Handlers\n{{\n    [OnFailureDestination(DestinationType.Sqs)]\n    {method}\n}}\n", Work]);

    [Fact]
    public async Task An_expression_is_awaited() => Assert.Contains(
        "=> await Work.DoAsync();",
        await FixHarness.FixAsync("LD5023", [$"{Usings}namespace App;\npublic class Handlers\n{{\n    [OnFailureDestination(DestinationType.Sqs)]\n    public async Task Run(string x) => Work.DoAsync();\n}}\n", Work]),
        StringComparison.Ordinal);

    /// <summary>The lambda's own finding stays; its task is awaited in it, and nothing around it is lost.</summary>
    [Fact]
    public async Task A_task_in_a_lambda_is_awaited_there()
    {
        string fixedCode = await FixHarness.FixAsync("LD5023", [Handler("Use(async () => Work.DoAsync(\"two\"));", "private static void Use(Func<Task> use) => use();"), Work], isForAll: false);

        Assert.Contains("Use(async () => await Work.DoAsync(\"two\"));", fixedCode, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public async void Run(string x) => await Task.Yield();", "public async Task Run(string x)")]
    [InlineData("public async /* a */ void /* b */ Run(string x) { await Task.Yield(); return; }", "public async /* a */ Task /* b */ Run(string x)")]
    [InlineData("public static async void Run(string x) => await Task.Yield();", "public static async Task Run(string x)")]
    [InlineData("public async void Run(string x) => await Task.Yield();\n    public void Call() => Run(nameof(Run));", "public async Task Run(string x)")]
    [InlineData("public partial void Run(string x);\n    public async partial void Run(string x) => await Task.Yield();", "public partial Task Run(string x);\n    public async partial Task Run(string x)")]
    public async Task An_async_void_handler_returns_a_task(string method, string expected)
    {
        string Code(string usings) => $"{usings}namespace App;\npublic partial class Handlers\n{{\n    [OnSuccessDestination(DestinationType.Sqs)]\n    {method}\n}}\n";
        Assert.Contains(expected, await FixHarness.FixAsync("LD1054", [Code(Usings)]), StringComparison.Ordinal);
        Assert.Contains(
            "// Licence.\r\nusing System.Threading.Tasks;\r\nusing LambdaDestinations;\r\n",
            await FixHarness.FixAsync("LD1054", [Code("// Licence.\nusing LambdaDestinations;\n").Replace("await Task.Yield()", "await System.Threading.Tasks.Task.Yield()", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal)]),
            StringComparison.Ordinal);

        // Where all usings are global ones, another comes behind them.
        Assert.Contains(
            "// Licence.\nglobal using LambdaDestinations;\nusing System.Threading.Tasks;\n",
            await FixHarness.FixAsync("LD1054", [Code("// Licence.\nglobal using LambdaDestinations;\n").Replace("await Task.Yield()", "await System.Threading.Tasks.Task.Yield()", StringComparison.Ordinal)]),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public class Handlers : Base { [OnSuccessDestination(DestinationType.Sqs)] public override async void Run(string x) => await Task.Yield(); }")]
    [InlineData("public class Handlers : IHandlers { [OnSuccessDestination(DestinationType.Sqs)] public async void Run(string x) => await Task.Yield(); }")]
    [InlineData("public class Handlers { [OnSuccessDestination(DestinationType.Sqs)] public virtual async void Run(string x) => await Task.Yield(); }")]
    [InlineData("public partial class Handlers { [OnSuccessDestination(DestinationType.Sqs)] partial void Run(string x); async partial void Run(string x) => await Task.Yield(); }")]
    [InlineData("public class Handlers { [OnSuccessDestination(DestinationType.Sqs)] public async void Run(string x) => await Task.Yield(); public Action<string> Get() => Run; }")]
    public Task A_signature_that_something_else_gives_is_left_alone(string code) => FixHarness.WithholdAsync(
        "LD1054", [$"{Usings}namespace App;\npublic abstract class Base {{ public abstract void Run(string x); }}\npublic interface IHandlers {{ void Run(string x); }}\n{code}\n"]);

    [Theory]
    [InlineData("public void Run(string x, int y) { }", "public void Run(string x) { }")]
    [InlineData("public void Run(string x /* the event */, /* wrong */ int y) { }", "public void Run(string x /* the event */ /* wrong */ ) { }")]
    [InlineData("public void Run(\n        string x,\n        int y)\n    {\n    }", "public void Run(\n        string x)")]
    public async Task A_second_parameter_is_removed(string method, string expected) => Assert.Contains(
        expected,
        await FixHarness.FixAsync("LD1053", [$"{Usings}namespace App;\npublic class Handlers\n{{\n    [OnSuccessDestination(DestinationType.Sqs)]\n    {method}\n}}\n"]),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("public int Run(string x, int y) => y;")]
    [InlineData("public void Run(string x, int y) { } public void Call() => Run(\"\", 1);")]
    [InlineData("public void Run(string x, int y, int z) { }")]
    public Task A_parameter_that_is_used_is_left_alone(string method) => FixHarness.WithholdAsync(
        "LD1053", [$"{Usings}namespace App;\npublic class Handlers {{ [OnSuccessDestination(DestinationType.Sqs)] {method} }}\n"]);

    [Theory]
    [InlineData("[OnFailureDestination(DestinationType.Sqs)] void Local(string x) { } Local(x);", "void Local(string x) { } Local(x);")]
    [InlineData("/* a */ [Obsolete, OnFailureDestination(DestinationType.Sqs)] void Local(string y) { }", "/* a */ [Obsolete] void Local(string y) { }")]
    [InlineData("Action<string> a = [OnFailureDestination(DestinationType.Sqs)] (string y) => { }; a(x);", "= (string y) => { }; a(x);")]
    [InlineData("// local\n        [AsyncInvocation(MaximumRetryAttempts = 1)]\n        // it\n        void Local(string y) { }", "// local\n        // it\n        void Local(string y) { }")]
    public async Task An_attribute_that_nothing_reads_is_removed(string body, string expected) => Assert.Contains(
        expected,
        await FixHarness.FixAsync("LD1059", [$"{Usings}namespace App;\npublic class Handlers\n{{\n    public void Run(string x)\n    {{\n        {body}\n    }}\n}}\n"], removes: true),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("[OnFailureDestination<Target>(\"Handel\")]", "[OnFailureDestination<Target>(nameof(Target.Handle))]")]
    [InlineData("[OnFailureDestination<Target>(methodName: \"Handel\", MaximumRetryAttempts = 1, EventSource = \"S\")]", "(methodName: nameof(Target.Handle), MaximumRetryAttempts = 1")]
    [InlineData("[LambdaDestinations.OnFailureDestination<App.Target>(/* it */ \"Handel\" /* here */)]", "(/* it */ nameof(App.Target.Handle) /* here */)")]
    [InlineData("[OnFailureDestination<Target>(\"Hiden\")]", "[OnFailureDestination<Target>(\"Hidden\")]")]
    public async Task The_nearest_method_is_named(string attribute, string expected) => Assert.Contains(
        expected,
        await FixHarness.FixAsync("LD1057", [$"{Usings}namespace App;\npublic class Handlers\n{{\n    {attribute}\n    public void Run(string x) {{ }}\n}}\npublic class Target {{ public void Handle(string x) {{ }} private void Hidden(string x) {{ }} }}\n"]),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("[DestinationConsumer(typeof(Handlers), \"Rum\")]", "[DestinationConsumer(typeof(Handlers), nameof(Handlers.Run))]")]
    [InlineData("[DestinationConsumer(methodName: \"Rum\", producer: typeof(App.Handlers))]", "(methodName: nameof(App.Handlers.Run), producer: typeof(App.Handlers))")]
    public async Task The_nearest_handler_is_consumed(string attribute, string expected) => Assert.Contains(
        expected,
        await FixHarness.FixAsync("LD5002", [$"{Usings}namespace App;\npublic class Handlers {{ [OnFailureDestination(DestinationType.Sqs)] public void Run(string x) {{ }} }}\npublic class Consumers\n{{\n    {attribute}\n    public void Take(FailureRecord<string> record) {{ }}\n}}\n"]),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("using LambdaDestinations;\n", "using App.Orders;\nusing LambdaDestinations;\n", "SuccessRecord<Order, Receipt> record")]
    [InlineData("using System;\nusing LambdaDestinations;\nusing Zebra;\n", "using System;\nusing App.Orders;\nusing LambdaDestinations;\nusing Zebra;\n", "SuccessRecord<Order, Receipt> record")]
    [InlineData("using App.Orders;\nusing LambdaDestinations;\n", "using App.Orders;\nusing LambdaDestinations;\n", "SuccessRecord<Order, Receipt> record")]
    [InlineData("#if SET\nusing LambdaDestinations;\n#endif\n", "using App.Orders;\n", "SuccessRecord<Order, Receipt> record")]
    [InlineData("using LambdaDestinations;\nusing Order = System.String;\n", "using App.Orders;\nusing LambdaDestinations;\n", "SuccessRecord<global::App.Orders.Order, Receipt> record")]
    public async Task A_consumer_takes_the_type_of_the_handler(string usings, string expectedUsings, string expected)
    {
        string[] code =
        [
            $"{usings}\nnamespace App.Consumers\n{{\n    public class Consumers\n    {{\n        [DestinationConsumer(typeof(Orders.Handlers), \"Run\")]\n        public void Take(/* it */ SuccessRecord<int, Orders.Receipt> record) {{ }}\n    }}\n}}\n",
            "namespace Zebra { }\nnamespace App.Orders { public class Order { public int Id { get; set; } } public class Receipt { public int Id { get; set; } } public class Handlers { [LambdaDestinations.OnSuccessDestination(LambdaDestinations.DestinationType.Sqs)] public Receipt Run(Order x) => new(); } }\n",
        ];
        string fixedCode = await FixHarness.FixAsync("LD5001", code);
        Assert.Contains(expected, fixedCode, StringComparison.Ordinal);
        Assert.StartsWith(expectedUsings, fixedCode, StringComparison.Ordinal);
        await FixHarness.FixAsync("LD5001", [code[0].Replace("\n", "\r\n", StringComparison.Ordinal), code[1]]);
        await FixHarness.FixAsync("LD5001", [code[0].Replace("    ", "\t", StringComparison.Ordinal), code[1]]);
    }

    [Theory]
    [InlineData("[JsonSerializable(typeof(int))]\npublic", "[JsonSerializable(typeof(int))]\n[JsonSerializable(typeof(Order))]\npublic")]
    [InlineData("public", "[JsonSerializable(typeof(Order))]\npublic")]
    [InlineData("/// <summary>It.</summary>\n// note\n[JsonSerializable(typeof(int))] // why\n#if SET\n[JsonSerializable(typeof(string))]\n#endif\npublic", "#endif\n[JsonSerializable(typeof(Order))]\npublic")]
    [InlineData("[JsonSerializable(typeof(int))] public", "[JsonSerializable(typeof(int))] [JsonSerializable(typeof(Order))] public")]
    public async Task A_context_gets_the_type(string head, string expected)
    {
        string Context(string usings, string indentation) => $"{usings}namespace App\n{{\n{indentation}{head.Replace("\n", "\n" + indentation, StringComparison.Ordinal).Replace(indentation + "#", "#", StringComparison.Ordinal)} partial class AppContext : JsonSerializerContext\n{indentation}{{\n{indentation}{indentation}public AppContext() : base(null) {{ }}\n{indentation}{indentation}protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null;\n{indentation}{indentation}public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(System.Type type) => null;\n{indentation}}}\n}}\n";
        string Handlers(string more) => "using LambdaDestinations;\nnamespace App.Orders { public class Order { } }\nnamespace App { [DestinationSerializer(typeof(AppContext))] public class Handlers { [OnFailureDestination(DestinationType.Sqs)] public void Run(Orders.Order x) { } " + more + "} }\n";
        foreach (string indentation in new[] { "    ", "\t", "  " })
        {
            string context = Context("using System.Text.Json.Serialization;\n", indentation);
            if (!head.Contains("JsonSerializable", StringComparison.Ordinal))
            {
                context = context.Replace("public partial", "public abstract partial", StringComparison.Ordinal).Replace("JsonTypeInfo? GetTypeInfo(System.Type type) => null;", "JsonTypeInfo? GetTypeInfo(System.Type type) => null;", StringComparison.Ordinal);
            }

            string fixedCode = await FixHarness.FixAsync("LD5010", [context, Handlers("")]);
            Assert.Contains(expected.Split('\n')[^1].Split(' ')[0], fixedCode, StringComparison.Ordinal);
            Assert.Contains("[JsonSerializable(typeof(Order))]", fixedCode, StringComparison.Ordinal);
            Assert.StartsWith("using System.Text.Json.Serialization;\nusing App.Orders;\n", fixedCode, StringComparison.Ordinal);
            await FixHarness.FixAsync("LD5010", [context.Replace("\n", "\r\n", StringComparison.Ordinal), Handlers("")]);
            await FixHarness.FixAsync("LD5010", [context, Handlers("[OnFailureDestination(DestinationType.Sqs)] public void Walk(System.Collections.Generic.List<System.DateTime> x) { } ")]);
        }
    }

    [Theory]
    [InlineData("e.ErrorType == \"My.Failed\"", "e.ErrorType == nameof(Failed)")]
    [InlineData("e.ErrorType == /* a */ \"My.Failed\" /* b */", "e.ErrorType == /* a */ nameof(Failed) /* b */")]
    [InlineData("e.ErrorType is \"My.Failed\" or \"My.Outer+Inner\"", "e.ErrorType is nameof(Failed) or \"My.Outer+Inner\"")]
    [InlineData("\"My.Generic`1\" == e.ErrorType", "\"Generic`1\" == e.ErrorType")]
    [InlineData("e.ErrorType == typeof(My.Failed).FullName", "e.ErrorType == nameof(My.Failed)")]
    [InlineData("e.ErrorType == typeof(My.Generic<int>).FullName", "e.ErrorType == typeof(My.Generic<int>).Name")]
    [InlineData("e.ErrorType == typeof(T).FullName", "e.ErrorType == typeof(T).Name")]
    [InlineData("string.Equals(e.ErrorType, \"My.Failed\", StringComparison.Ordinal)", "string.Equals(e.ErrorType, nameof(Failed), StringComparison.Ordinal)")]
    public async Task An_error_is_compared_by_its_short_name(string comparison, string expected)
    {
        const string Types = "namespace My { public class Failed : System.Exception { } public class Outer { public class Inner : System.Exception { } } public class Generic<T> : System.Exception { } }\n";
        string code = $"using System;\nusing LambdaDestinations;\n\nnamespace App;\n\npublic class C\n{{\n\tpublic bool A<T>(DestinationError e) => {comparison};\n}}\n";
        string fixedCode = await FixHarness.FixAsync("LD5020", [code, Types]);
        Assert.Contains(expected, fixedCode, StringComparison.Ordinal);
        await FixHarness.FixAsync("LD5020", [code.Replace("\n", "\r\n", StringComparison.Ordinal), Types]);
    }

    [Fact]
    public async Task One_name_is_not_given_to_two_handlers()
    {
        const string Template = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Worker: {Type: AWS::Serverless::Function, Properties: {Handler: 'Elsewhere::E.H::Run', Runtime: dotnet10}}\n";
        const string Methods = "    [OnFailureDestination(DestinationType.Sqs)]\n    public void Run(string x) { }\n\n    [OnFailureDestination(DestinationType.Sqs)]\n    public void Walk(string x) { }\n";
        string code = $"{Usings}namespace App;\npublic class Handlers\n{{\n{Methods}}}\n";

        Assert.Contains("[DestinationFunction(\"Worker\")]", await FixHarness.FixAsync("LD1012", [code], Template, isForAll: false), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_is_not_offered_for_a_success()
    {
        const string Template = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Bucket: {Type: AWS::S3::Bucket}\n  Worker: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::App.Handlers::Run', Runtime: dotnet10}}\n";

        await FixHarness.WithholdAsync("LD1005", [$"{Usings}namespace App;\npublic class Handlers {{ [OnSuccessDestination(DestinationType.Sqs, \"@Bucket\")] public void Run(string x) {{ }} }}\n"], Template);
        await FixHarness.FixAsync("LD1005", [$"{Usings}namespace App;\npublic class Handlers {{ [OnFailureDestination(DestinationType.Sqs, \"@Bucket\")] public void Run(string x) {{ }} }}\n"], Template);
    }

    private static string Handler(string body, string more = "") =>
        $"{Usings}\nnamespace App;\n\npublic class Handlers\n{{\n    private readonly Other? _other = new();\n\n    [OnFailureDestination(DestinationType.Sqs)]\n    public async Task Run(string x)\n    {{\n        {body}\n        await Task.Yield();\n    }}\n    {more}\n}}\n".Replace("\n        #", "\n#", StringComparison.Ordinal);
}
