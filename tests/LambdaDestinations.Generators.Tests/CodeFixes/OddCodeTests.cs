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
    [InlineData("for (_ = Work.DoAsync(); x.Length > 9; ) { }", "await Work.DoAsync();\n        for (; x.Length > 9; ) { }")]
    [InlineData("for (/* a */ Work.DoAsync(); x.Length > 9; ) { }", "await Work.DoAsync();\n        for (/* a */ ; x.Length > 9; ) { }")]
    [InlineData("_ = x.Length > 1 ? Work.DoAsync() : Task.CompletedTask;", "await (x.Length > 1 ? Work.DoAsync() : Task.CompletedTask);")]
    [InlineData("_ = x.Length > 1 ? Work.DoAsync() : (Task)_other!.Get(); // either", "await (x.Length > 1 ? Work.DoAsync() : (Task)_other!.Get()); // either")]
    [InlineData("_ = _other?.Audit(x) ?? Task.CompletedTask;", "await (_other?.Audit(x) ?? Task.CompletedTask);")]
    [InlineData("for (_ = _other?.Audit(x); x.Length > 9; ) { }", "await (_other?.Audit(x) ?? Task.CompletedTask);\n        for (; x.Length > 9; ) { }")]
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
    [InlineData("Work.DoAsync().ContinueWith(t => { });")]
    [InlineData("int i; for (i = 0, Work.DoAsync(); i < 2; i++) { }")]
    [InlineData("for (_ = /* a */ Work.DoAsync(); x.Length > 9; ) { }")]
    [InlineData("if (x == \"\") for (Work.DoAsync(); x.Length > 9; ) { }")]
    [InlineData("_ = x.Length > 1 ? _other?.Audit(x) : Task.CompletedTask;")]
    [InlineData("Task t = Work.DoAsync(); t = Work.DoAsync(x); await t;")]
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
    [InlineData("public void Run(string x, int y) { }", "\n    public void Run(string x) { }")]
    [InlineData("public void Run( string x , int y ) { }", "public void Run( string x ) { }")]
    [InlineData("public void Run(string x /* the event */, /* wrong */ int y) { }", "public void Run(string x /* the event */ /* wrong */) { }")]
    [InlineData("public void Run(\n        string x,\n        int y)\n    {\n    }", "public void Run(\n        string x)")]
    [InlineData("public void Run(\n        string x, // the event\n        int y)\n    {\n    }", "public void Run(\n        string x // the event\n        )")]
    [InlineData("public void Run(\n        string x\n#if SET\n        , int y\n#endif\n        )\n    {\n    }", "public void Run(\n        string x\n#if SET\n#endif\n        )")]
    [InlineData("public void Run(\n        string x, \n#if SET\n        int y\n#endif\n        )\n    {\n    }", "public void Run(\n        string x\n#if SET\n#endif\n        )")]
    [InlineData("/// <summary>Runs.</summary>\n    /// <param name=\"x\">The event.</param>\n    /// <param name=\"y\">How often.</param>\n    public void Run(string x, int y) { }", "/// <param name=\"x\">The event.</param>\n    [On")]
    [InlineData("/// <summary>Runs <paramref name=\"x\"/> <paramref name=\"y\"/> times.</summary>\n    /// <param name=\"y\">\n    /// <paramref name=\"y\"/> times.</param>\n    public void Run(string x, int y) { }", "<paramref name=\"x\"/> <c>y</c> times.</summary>\n    [On")]
    [InlineData("/// <summary>Runs.</summary> <param name=\"y\">How often.</param>\n    public void Run(string x, int y) { }", "/// <summary>Runs.</summary>\n    [On")]
    [InlineData("public void Run(params string[] x) { }", "public void Run(string[] x) { }")]
    [InlineData("public void Run(/* a */ params /* b */ string[] x) { }", "public void Run(/* a */ /* b */ string[] x) { }")]
    public async Task A_parameter_that_Lambda_has_nothing_for_is_removed(string method, string expected)
    {
        string attributed = method.Insert(method.IndexOf("public void", StringComparison.Ordinal), "[OnSuccessDestination(DestinationType.Sqs)]\n    ");
        string code = $"{Usings}namespace App;\npublic class Handlers\n{{\n    {attributed}\n}}\n";
        foreach (Func<string, string> form in new Func<string, string>[] { static x => x, static x => x.Replace("\n", "\r\n", StringComparison.Ordinal), static x => x.Replace("    ", "\t", StringComparison.Ordinal) })
        {
            Assert.Contains(form(expected), await FixHarness.FixAsync("LD1053", [form(code)], removes: true), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("public int Run(string x, int y) => y;")]
    [InlineData("public void Run(string x, int y) { } public void Call() => Run(\"\", 1);")]
    [InlineData("public void Run(string x, int y, int z) { }")]
    [InlineData("public void Run(params string[] x) { } public void Call() => Run(\"\", \"\");")]
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
    [InlineData("[DestinationConsumer(typeof(Handlers), \"Run\", MaximumConcurrency = 0 /* all */)]", "MaximumConcurrency = 1 /* all */)]")]
    [InlineData("[DestinationConsumer(typeof(Handlers), \"Run\", MaximumConcurrency = 8)]\n    [DestinationConsumer(typeof(Handlers), \"Ran\", MaximumConcurrency = 4)]", "\"Ran\", MaximumConcurrency = 8)]")]
    public async Task The_concurrency_becomes_one_number(string attributes, string expected) => Assert.Contains(
        expected,
        await FixHarness.FixAsync("LD5092", [$"{Usings}namespace App;\npublic class Handlers {{ [OnFailureDestination(DestinationType.Sqs)] public void Run(string x) {{ }} [OnFailureDestination(DestinationType.Sqs)] public void Ran(string x) {{ }} }}\npublic class Consumers\n{{\n    {attributes}\n    public void Take(FailureRecord<string> record) {{ }}\n}}\n"]),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("[DestinationConsumer(typeof(Handlers), \"Run\")]", "[DestinationConsumer(typeof(Handlers), \"Run\", Wire = true)]")]
    [InlineData("[DestinationConsumer(typeof(Handlers), \"Plain\"), DestinationConsumer(typeof(Handlers), methodName: \"Run\" /* it */, Wire = false)]", "methodName: \"Run\" /* it */, Wire = true)]")]
    public async Task The_event_of_a_consumer_is_asked_for(string attribute, string expected) => Assert.Contains(
        expected,
        await FixHarness.FixAsync(
            "LD1082",
            [$"{Usings}namespace App;\npublic class Handlers\n{{\n    [OnFailureDestination(DestinationType.Sqs)] public void Run(string x) {{ }}\n    public void Plain(string x) {{ }}\n}}\npublic class Consumers\n{{\n    {attribute}\n    public void Take(FailureRecord<string> record) {{ }}\n}}\n"],
            "Resources:\n  Orders: {Type: AWS::Lambda::Function, Properties: {Handler: 'App::App.Handlers::Run'}}\n  Audit: {Type: AWS::Lambda::Function, Properties: {Handler: 'App::App.Consumers_Take_Consumer::HandleAsync'}}\n"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("using LambdaDestinations;\n", "using App.Orders;\nusing LambdaDestinations;\n", "SuccessRecord<Order, Orders.Receipt> record")]
    [InlineData("using System;\nusing LambdaDestinations;\nusing Zebra;\n", "using System;\nusing App.Orders;\nusing LambdaDestinations;\nusing Zebra;\n", "SuccessRecord<Order, Orders.Receipt> record")]
    [InlineData("using App.Orders;\nusing LambdaDestinations;\n", "using App.Orders;\nusing LambdaDestinations;\n", "SuccessRecord<Order, Orders.Receipt> record")]
    [InlineData("#if SET\nusing LambdaDestinations;\n#endif\n", "using App.Orders;\n", "SuccessRecord<Order, Orders.Receipt> record")]
    [InlineData("using LambdaDestinations;\nusing Order = System.String;\n", "using LambdaDestinations;\nusing Order = System.String;\n", "SuccessRecord<global::App.Orders.Order, Orders.Receipt> record")]
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
    [InlineData("SuccessRecord</* in */ int, /* out */ Orders.Receipt>", "SuccessRecord</* in */ Order, /* out */ Orders.Receipt>")]
    [InlineData("SuccessRecord<List</* many */ int>, Orders.Receipt>", "SuccessRecord</* many */ Order, Orders.Receipt>")]
    [InlineData("LambdaDestinations . SuccessRecord < int /* in */, Orders /* out */ . Receipt >?", "LambdaDestinations . SuccessRecord < Order /* in */, Orders /* out */ . Receipt >?")]
    [InlineData("SuccessRecord<\n            // in\n            int,\n            // out\n            string>", "SuccessRecord<\n            // in\n            Order,\n            // out\n            Receipt>")]
    public async Task Of_a_type_only_what_is_wrong_changes(string type, string expected)
    {
        string[] code =
        [
            $"using System.Collections.Generic;\nusing LambdaDestinations;\n\nnamespace App.Consumers\n{{\n    public class Consumers\n    {{\n        [DestinationConsumer(typeof(Orders.Handlers), \"Run\")]\n        public void Take(\n            {type} record)\n        {{\n        }}\n    }}\n}}\n",
            "namespace App.Orders { public class Order { public int Id { get; set; } } public class Receipt { public int Id { get; set; } } public class Handlers { [LambdaDestinations.OnSuccessDestination(LambdaDestinations.DestinationType.Sqs)] public Receipt Run(Order x) => new(); } }\n",
        ];
        string first = await FixHarness.FixAsync("LD5001", code, isForAll: !type.EndsWith("string>", StringComparison.Ordinal));
        Assert.Contains(expected, first, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"@Queue\", MaximumRetryAttempts = /* few */ 1, MaximumRecordAgeInSeconds = 3600 /* an hour */)]", "[AsyncInvocation(MaximumRetryAttempts = /* few */ 1, MaximumEventAgeInSeconds = 3600)]\n    [OnFailureDestination(DestinationType.Sqs, \"@Queue\" /* an hour */)]")]
    [InlineData("\"@Queue\", MaximumRecordAgeInSeconds = /* a */ Hours * /* b */ 3600)]", "[AsyncInvocation(MaximumEventAgeInSeconds = /* a */ Hours * /* b */ 3600)]")]
    [InlineData("\"@Queue\", BisectBatchOnFunctionError = /* alone */ true)]", "[OnFailureDestination(DestinationType.Sqs, \"@Queue\" /* alone */)]")]
    [InlineData("\"@Queue\", BisectBatchOnFunctionError = /* alone */ true, MaximumRetryAttempts = 1)]", "[AsyncInvocation(MaximumRetryAttempts = 1)]\n    [OnFailureDestination(DestinationType.Sqs, \"@Queue\" /* alone */)]")]
    [InlineData("\n        \"@Queue\",\n        // few\n        MaximumRetryAttempts = // one\n        1)]", "[AsyncInvocation(MaximumRetryAttempts = // one\n        1)]")]
    public async Task A_setting_is_moved_as_it_is_written(string arguments, string expected)
    {
        const string Template = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Queue: {Type: AWS::SQS::Queue}\n  Worker: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::App.Handlers::Run', Runtime: dotnet10}}\n";
        string code = $"{Usings}\nnamespace App;\n\npublic class Handlers\n{{\n    private const int Hours = 2;\n\n    [OnFailureDestination(DestinationType.Sqs, {arguments}\n    public void Run(string x) {{ }}\n}}\n".Replace("Sqs, \n", "Sqs,\n", StringComparison.Ordinal);
        foreach (Func<string, string> form in new Func<string, string>[] { static x => x, static x => x.Replace("\n", "\r\n", StringComparison.Ordinal), static x => x.Replace("    ", "\t", StringComparison.Ordinal) })
        {
            Assert.Contains(form(expected), await FixHarness.FixAsync("LD1017", [form(code)], Template), StringComparison.Ordinal);
        }
    }

    /// <summary>A value that goes leaves what was said of it; where that would end the line, it stays.</summary>
    [Fact]
    public async Task A_comment_inside_of_a_value_is_kept()
    {
        const string Template = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Queue: {Type: AWS::SQS::Queue}\n  Worker: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::App.Handlers::Run', Runtime: dotnet10}}\n";
        string Code(string target) => $"{Usings}\nnamespace App;\n\npublic class Handlers\n{{\n    [OnFailureDestination(DestinationType.Sqs, {target})]\n    public void Run(string x) {{ }}\n}}\n";

        Assert.Contains("DestinationType.Sqs, /* it */ \"@Queue\")]", await FixHarness.FixAsync("LD1004", [Code("\"@Qu\" + /* it */ \"eu\"")], Template), StringComparison.Ordinal);
        await FixHarness.WithholdAsync("LD1004", [Code("\"@Qu\" + // it\n        \"eu\"")], Template);
    }

    /// <summary>Nothing may come ahead of a definition, and a name that an import would change keeps the import away.</summary>
    [Fact]
    public async Task An_import_stands_where_it_may()
    {
        string Code(string head) => $"{head}namespace App;\n\npublic class Handlers\n{{\n    [LambdaDestinations.OnSuccessDestination(LambdaDestinations.DestinationType.Sqs)]\n    public async void Run(string x) => await System.Threading.Tasks.Task.Yield();\n}}\n";
        foreach ((string head, string expected) in new[]
        {
            ("#if SET\n#define MORE\n#endif\n", "#if SET\n#define MORE\n#endif\nusing System.Threading.Tasks;\n"),
            ("#define MORE\n#if MORE\n#undef OTHER\n#else\n#undef SET\n#endif\n// Licence.\n", "#endif\n// Licence.\nusing System.Threading.Tasks;\n"),
            ("#if OTHER\n#define MORE\n#endif\n#if SET\n#pragma warning disable CS1998\n#endif\n", "#endif\nusing System.Threading.Tasks;\n\n#if SET\n#pragma"),
            ("#if SET\n#if OTHER\n#define MORE\n#endif\n#endif\n", "#endif\n#endif\nusing System.Threading.Tasks;\n"),
        })
        {
            Assert.Contains(expected, await FixHarness.FixAsync("LD1054", [Code(head)]), StringComparison.Ordinal);
        }

        const string Template = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Worker: {Type: AWS::Serverless::Function, Properties: {Handler: 'Elsewhere::E.H::Run', Runtime: dotnet10}}\n";
        await FixHarness.WithholdAsync("LD1012", ["using Other;\n\nnamespace App;\n\npublic class Handlers\n{\n    [LambdaDestinations.OnFailureDestination(LambdaDestinations.DestinationType.Sqs), AsyncInvocation]\n    public void Run(string x) { }\n}\n", "namespace Other { public class AsyncInvocationAttribute : System.Attribute { } }\n"], Template);
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
    [InlineData("e.ErrorType == typeof(My.Failed).ToString()", "e.ErrorType == nameof(My.Failed)")]
    [InlineData("e.ErrorType == typeof(My.Generic<int>).ToString()", "e.ErrorType == typeof(My.Generic<int>).Name")]
    [InlineData("e.ErrorType!.StartsWith(/* a */ \"My.Failed\", StringComparison.Ordinal)", "e.ErrorType!.StartsWith(/* a */ nameof(Failed), StringComparison.Ordinal)")]
    [InlineData("string.Equals(e.ErrorType, \"My.Failed\", StringComparison.Ordinal)", "string.Equals(e.ErrorType, nameof(Failed), StringComparison.Ordinal)")]
    public async Task An_error_is_compared_by_its_short_name(string comparison, string expected)
    {
        const string Types = "namespace My { public class Failed : System.Exception { } public class Outer { public class Inner : System.Exception { } } public class Generic<T> : System.Exception { } }\n";
        string code = $"using System;\nusing LambdaDestinations;\n\nnamespace App;\n\npublic class C\n{{\n\tpublic bool A<T>(DestinationError e) => {comparison};\n}}\n";
        string fixedCode = await FixHarness.FixAsync("LD5020", [code, Types]);
        Assert.Contains(expected, fixedCode, StringComparison.Ordinal);
        await FixHarness.FixAsync("LD5020", [code.Replace("\n", "\r\n", StringComparison.Ordinal), Types]);
    }

    /// <summary>A constant that nothing names any more goes, with the last name of it; what is said of it, or names it elsewhere, keeps it.</summary>
    [Theory]
    [InlineData("private const string Name = \"My.Failed\";\n\n    public bool A(DestinationError e) => e.ErrorType == Name;", "{\n    public bool A(DestinationError e) => e.ErrorType == nameof(Failed);")]
    [InlineData("private int _n = 1;\n    private const string Name = \"My.Failed\";\n    public bool A(DestinationError e) => e.ErrorType == Name && _n > 0;", "private int _n = 1;\n    public bool A(DestinationError e) => e.ErrorType == nameof(Failed) && _n > 0;")]
    [InlineData("public bool A(DestinationError e)\n    {\n        const string name = \"My.Failed\";\n        return e.ErrorType == name;\n    }", "    {\n        return e.ErrorType == nameof(Failed);\n    }")]
    [InlineData("private const string Name = \"My.Failed\"; // it\n\n    public bool A(DestinationError e) => e.ErrorType == Name;", "private const string Name = \"My.Failed\"; // it\n\n    public bool A(DestinationError e) => e.ErrorType == nameof(Failed);")]
    [InlineData("private const string Name = \"My.Failed\";\n    public bool A(DestinationError e) => e.ErrorType == Name;\n    public string B => Name;", "private const string Name = \"My.Failed\";")]
    [InlineData("public const string Name = \"My.Failed\";\n    public bool A(DestinationError e) => e.ErrorType == Name;", "public const string Name = \"My.Failed\";")]
    [InlineData("private const string Name = \"My.Failed\", Other = \"b\";\n    public bool A(DestinationError e) => e.ErrorType == Name || e.ErrorType == Other;", "private const string Name = \"My.Failed\", Other")]
    public async Task A_constant_that_nothing_names_goes(string members, string expected)
    {
        const string Types = "namespace My { public class Failed : System.Exception { } }\n";
        string code = $"using System;\nusing LambdaDestinations;\nusing My;\n\nnamespace App;\n\npublic class C\n{{\n    {members}\n}}\n";
        foreach (Func<string, string> form in new Func<string, string>[] { static x => x, static x => x.Replace("\n", "\r\n", StringComparison.Ordinal), static x => x.Replace("    ", "\t", StringComparison.Ordinal) })
        {
            Assert.Contains(form(expected), await FixHarness.FixAsync("LD5020", [form(code), Types]), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_constant_goes_with_the_last_of_its_names()
    {
        const string Types = "namespace My { public class Failed : System.Exception { } }\n";
        const string Code = "using LambdaDestinations;\nusing My;\n\npublic class C\n{\n    private const string Name = \"My.Failed\";\n\n    public bool A(DestinationError e) => e.ErrorType == Name;\n\n    public bool B(DestinationError e) => e.ErrorType!.Contains(Name);\n}\n";

        Assert.Contains("private const string Name", await FixHarness.FixAsync("LD5020", [Code, Types]), StringComparison.Ordinal);
        Assert.Equal(
            Code.Replace("    private const string Name = \"My.Failed\";\n\n", "", StringComparison.Ordinal).Replace("Name;", "nameof(Failed);", StringComparison.Ordinal).Replace("(Name)", "(nameof(Failed))", StringComparison.Ordinal),
            await FixHarness.FixAllAsync("LD5020", [Code, Types]));
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
