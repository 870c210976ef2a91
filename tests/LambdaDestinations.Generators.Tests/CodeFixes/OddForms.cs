using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace LambdaDestinations.Generators.Tests.CodeFixes;

/// <summary>An attribute, so that it can be spelt in many ways.</summary>
/// <param name="Name">Without suffix and namespace.</param>
/// <param name="Arguments">The constructor's arguments with the names of their parameters.</param>
/// <param name="Settings">The properties.</param>
internal sealed record OddAttribute(string Name, (string Parameter, string Value)[] Arguments, params (string Name, string Value)[] Settings);

/// <summary>The forms that attributes and the code around them can have.</summary>
internal static class OddForms
{
    /// <summary>Ways to write one attribute.</summary>
    public static readonly SortedDictionary<string, Func<OddAttribute, string>> Spellings = new(StringComparer.Ordinal)
    {
        ["plain"] = static x => Spell(x, x.Name, Plain(x)),
        ["named"] = static x => Spell(x, x.Name, Named(x)),
        ["reordered"] = static x => Spell(x, x.Name, [.. x.Arguments.Reverse().Select(static y => $"{y.Parameter}: {y.Value}"), .. Settings(x)]),
        ["settings-reordered"] = static x => Spell(x, x.Name, [.. x.Arguments.Select(static y => y.Value), .. Settings(x).Reverse()]),
        ["suffix"] = static x => Spell(x, x.Name.Contains('<', StringComparison.Ordinal) ? x.Name.Replace("<", "Attribute<", StringComparison.Ordinal) : x.Name + "Attribute", Plain(x)),
        ["qualified"] = static x => Spell(x, "LambdaDestinations." + x.Name, Plain(x)),
        ["global"] = static x => Spell(x, "global::LambdaDestinations." + x.Name, Plain(x)),
        ["alias-of-namespace"] = static x => Spell(x, "L::" + x.Name, Plain(x)),
        ["comments-around"] = static x => Spell(x, x.Name, [.. Plain(x).Select(static (y, i) => $"/* ahead {i} */ {y} /* behind {i} */")]),
        ["comments-tight"] = static x => Spell(x, x.Name, [.. Plain(x).Select(static (y, i) => $"/*a{i}*/{y}/*b{i}*/")]),
        ["lines"] = static x => x.Arguments.Length + x.Settings.Length == 0 ? x.Name : $"{x.Name}(\n            {string.Join(",\n            ", Plain(x))})",
        ["lines-with-comments"] = static x => x.Arguments.Length + x.Settings.Length == 0 ? x.Name : $"{x.Name}(\n            {string.Join("\n            , ", Plain(x).Select(static (y, i) => $"{y} // why {i}"))}\n            )",
        ["no-spaces"] = static x => Spell(x, x.Name, [.. Plain(x).Select(static y => y.Replace(" = ", "=", StringComparison.Ordinal))]).Replace(", ", ",", StringComparison.Ordinal),
        ["wide-spaces"] = static x => Spell(x, x.Name + "  ", [.. Plain(x).Select(static y => "  " + y + "  ")]),
        ["verbatim"] = static x => Spell(x, x.Name, [.. Plain(x).Select(static y => y.Replace("\"@", "@\"@", StringComparison.Ordinal))]),
        ["static-members"] = static x => Spell(x, x.Name, [.. Plain(x).Select(static y => y.Replace("DestinationType.", "", StringComparison.Ordinal))]),
        ["qualified-members"] = static x => Spell(x, x.Name, [.. Plain(x).Select(static y => y.Replace("DestinationType.", "global::LambdaDestinations.DestinationType.", StringComparison.Ordinal))]),
        ["parentheses"] = static x => Spell(x, x.Name, [.. x.Arguments.Select(static y => $"({y.Value})"), .. Settings(x)]),
    };

    /// <summary>Ways to put attributes on a method, and the method into a file.</summary>
    public static readonly SortedDictionary<string, Func<string[], string[]>> Layouts = new(StringComparer.Ordinal)
    {
        ["lists"] = static x => File(Lists(x)),
        ["one-list"] = static x => File($"[{string.Join(", ", x)}]"),
        ["one-list-tight"] = static x => File($"[{string.Join(",", x)}]"),
        ["one-list-open-end"] = static x => File($"[{string.Join(", ", x)},]"),
        ["one-list-in-lines"] = static x => File($"[\n        {string.Join(",\n        ", x)}\n    ]"),
        ["one-list-commas-first"] = static x => File($"[{string.Join("\n    , ", x)}]"),
        ["one-list-with-comments"] = static x => File($"[/* first */ {string.Join(" /* behind */, /* ahead */ ", x)} /* last */]"),
        ["one-list-with-line-comments"] = static x => File($"[ // open\n        {string.Join(", // one\n        ", x)} // last\n    ]"),
        ["one-line"] = static x => File(string.Concat(x.Select(static y => $"[{y}] ")).TrimEnd()),
        ["beside-the-method"] = static x => Of(string.Concat(x.Select(static y => $"[{y}] ")) + "public Task Run(string order) => Task.CompletedTask;"),
        ["other-attribute-first"] = static x => File("[Obsolete]\n    " + Lists(x)),
        ["other-attribute-last"] = static x => File(Lists(x) + "\n    [Obsolete]"),
        ["other-attribute-in-the-list"] = static x => File($"[Obsolete, {string.Join(", ", x)}, System.ComponentModel.Description(\"a\")]"),
        ["target-specifier"] = static x => File(string.Join("\n    ", x.Select(static y => $"[method: {y}]"))),
        ["comments-above"] = static x => File(string.Join("\n    ", x.Select(static (y, i) => $"// above {i}\n    [{y}]"))),
        ["comments-behind"] = static x => File(string.Join("\n    ", x.Select(static (y, i) => $"[{y}] // behind {i}"))),
        ["comments-ahead"] = static x => File(string.Join("\n    ", x.Select(static (y, i) => $"/* ahead {i} */ [{y}]"))),
        ["comments-both"] = static x => File(string.Join("\n    ", x.Select(static (y, i) => $"/* ahead {i} */ [{y}] /* behind {i} */"))),
        ["comment-ahead-of-the-method"] = static x => File(Lists(x) + "\n    // the method"),
        ["block-comment"] = static x => File("/* what\n       it does */\n    " + Lists(x)),
        ["doc-comment"] = static x => File("/// <summary>Runs.</summary>\n    /// <param name=\"order\">It.</param>\n    " + Lists(x)),
        ["doc-comment-behind-blank-lines"] = static x => File("\n\n    /// <summary>Runs.</summary>\n    " + string.Join("\n\n    ", x.Select(static y => $"[{y}]"))),
        ["if-around-each"] = static x => File(string.Join("\n    ", x.Select(static y => $"#if SET\n    [{y}]\n#endif"))),
        ["if-around-all"] = static x => Of("#if SET\n    " + Lists(x) + "\n#endif\n    public Task Run(string order) => Task.CompletedTask;"),
        ["if-around-the-method"] = static x => Of("#if SET\n    " + Lists(x) + "\n    public Task Run(string order) => Task.CompletedTask;\n#else\n    public void Other() { }\n#endif"),
        ["if-with-else"] = static x => Of("#if OTHER\n    [Obsolete]\n#else\n    " + Lists(x) + "\n#endif\n    public Task Run(string order) => Task.CompletedTask;"),
        ["region"] = static x => Of("#region handlers\n    " + Lists(x) + "\n    public Task Run(string order) => Task.CompletedTask;\n#endregion"),
        ["pragma"] = static x => File(string.Join("\n#pragma warning restore CS0618\n    ", x.Select(static y => $"[{y}]"))),
        ["nullable-disabled"] = static x => [("#nullable disable\n" + File(Lists(x))[0])],
        ["crlf"] = static x => [File("// above\n    " + Lists(x))[0].Replace("\n", "\r\n", StringComparison.Ordinal)],
        ["crlf-one-list"] = static x => [File($"[\n        {string.Join(",\n        ", x)}]")[0].Replace("\n", "\r\n", StringComparison.Ordinal)],
        ["tabs"] = static x => [Tabs(File(Lists(x))[0])],
        ["tabs-and-crlf"] = static x => [Tabs(File(Lists(x))[0]).Replace("\n", "\r\n", StringComparison.Ordinal)],
        ["two-spaces"] = static x => [File(Lists(x))[0].Replace("    ", "  ", StringComparison.Ordinal)],
        ["no-line-end-at-the-end"] = static x => [File(Lists(x))[0].TrimEnd('\n')],
        ["one-line-class"] = static x => [$"{Usings}\nnamespace App {{ public class Handlers {{ {string.Concat(x.Select(static y => $"[{y}] "))}public Task Run(string order) => Task.CompletedTask; }} }}\n"],
        ["file-scoped"] = static x => [$"{Usings}\nnamespace App;\n\npublic class Handlers\n{{\n    {Lists(x)}\n    public Task Run(string order) => Task.CompletedTask;\n}}\n"],
        ["block-namespace"] = static x => [$"{Usings}\nnamespace App\n{{\n    public class Handlers\n    {{\n        {Lists(x).Replace("\n    ", "\n        ", StringComparison.Ordinal)}\n        public Task Run(string order) => Task.CompletedTask;\n    }}\n}}\n"],
        ["usings-in-the-namespace"] = static x => [$"namespace App\n{{\n    {Usings.TrimEnd().Replace("\n", "\n    ", StringComparison.Ordinal)}\n\n    public class Handlers\n    {{\n        {Lists(x).Replace("\n    ", "\n        ", StringComparison.Ordinal)}\n        public Task Run(string order) => Task.CompletedTask;\n    }}\n}}\n"],
        ["global-usings"] = static x => [$"// Licence.\nnamespace App;\n\npublic class Handlers\n{{\n    {Lists(x)}\n    public Task Run(string order) => Task.CompletedTask;\n}}\n", Usings.Replace("using ", "global using ", StringComparison.Ordinal).Replace("global using L = LambdaDestinations;", "global using L = global::LambdaDestinations;", StringComparison.Ordinal)],
        ["struct"] = static x => [File(Lists(x))[0].Replace("public class", "public struct", StringComparison.Ordinal)],
        ["record"] = static x => [File(Lists(x))[0].Replace("public class", "public record", StringComparison.Ordinal)],
        ["primary-constructor"] = static x => [File(Lists(x))[0].Replace("public class Handlers", "public class Handlers(int seed)", StringComparison.Ordinal).Replace("{\n    ", "{\n    public Handlers() : this(1) => _ = Seed;\n\n    private int Seed => seed;\n\n    ", StringComparison.Ordinal)],
        ["static-class"] = static x => [File(Lists(x))[0].Replace("public class", "public static class", StringComparison.Ordinal).Replace("public Task", "public static Task", StringComparison.Ordinal)],
        ["partial-definition"] = static x => [File(Lists(x))[0].Replace("public class", "public partial class", StringComparison.Ordinal).Replace("public Task Run(string order) => Task.CompletedTask;", "public partial Task Run(string order);\n\n    public partial Task Run(string order) => Task.CompletedTask;", StringComparison.Ordinal)],
        ["partial-implementation"] = static x => [File(Lists(x))[0].Replace("public class", "public partial class", StringComparison.Ordinal).Replace("public Task Run", "public partial Task Run", StringComparison.Ordinal), "namespace App; public partial class Handlers { public partial System.Threading.Tasks.Task Run(string order); }\n"],
        ["interface-implementation"] = static x => [File(Lists(x))[0].Replace("public class Handlers", "public class Handlers : IHandlers", StringComparison.Ordinal), "namespace App; public interface IHandlers { System.Threading.Tasks.Task Run(string order); }\n"],
        ["override"] = static x => [File(Lists(x))[0].Replace("public class Handlers", "public class Handlers : Base", StringComparison.Ordinal).Replace("public Task", "public override Task", StringComparison.Ordinal), "namespace App; public abstract class Base { public abstract System.Threading.Tasks.Task Run(string order); }\n"],
        ["async-body"] = static x => Of(Lists(x) + "\n    public async Task Run(string order)\n    {\n        // work\n        await Task.Yield();\n    }"),
        ["attribute-on-the-parameter"] = static x => Of(Lists(x) + "\n    [return: System.ComponentModel.Description(\"r\")]\n    public Task Run([System.ComponentModel.Description(\"p\")] string order) => Task.CompletedTask;"),
        ["members-around"] = static x => Of("private const int One = 1; // one\n\n    " + Lists(x) + "\n    public Task Run(string order) => Task.CompletedTask;\n\n    // two\n    public int Two => One + 1;"),
        ["last-in-the-file"] = static x => [$"{Usings}\nnamespace App;\n\npublic class Handlers {{\n    {Lists(x)}\n    public Task Run(string order) => Task.CompletedTask; }}"],
        ["line-directive"] = static x => File("\n#line 200 \"other.cs\"\n    " + Lists(x) + "\n#line default"),
        ["unicode"] = static x => Of("private const string Größe = \"ß\u200d\"; /* 漢字 */\n    " + Lists(x) + "\n    public Task Run(string order) => Task.FromResult(Größe);"),
    };

    private const string Usings = "using System;\nusing System.Threading.Tasks;\nusing LambdaDestinations;\nusing static LambdaDestinations.DestinationType;\nusing L = LambdaDestinations;\n";

    private static string Lists(string[] attributes) => string.Join("\n    ", attributes.Select(static x => $"[{x}]"));

    private static string Tabs(string code) => code.Replace("    ", "\t", StringComparison.Ordinal);

    private static string[] File(string attributes) => Of(attributes + "\n    public Task Run(string order) => Task.CompletedTask;");

    private static string[] Of(string members) => [$"{Usings}\nnamespace App;\n\npublic class Handlers\n{{\n    {members}\n}}\n".Replace("\n    #", "\n#", StringComparison.Ordinal)];

    private static string[] Plain(OddAttribute attribute) => [.. attribute.Arguments.Select(static x => x.Value), .. Settings(attribute)];

    private static string[] Named(OddAttribute attribute) => [.. attribute.Arguments.Select(static x => $"{x.Parameter}: {x.Value}"), .. Settings(attribute)];

    private static string[] Settings(OddAttribute attribute) => [.. attribute.Settings.Select(static x => string.Create(CultureInfo.InvariantCulture, $"{x.Name} = {x.Value}"))];

    private static string Spell(OddAttribute attribute, string name, string[] arguments) => arguments.Length == 0 && attribute.Arguments.Length == 0 ? name : $"{name}({string.Join(", ", arguments)})";
}
