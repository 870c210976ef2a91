using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using LambdaDestinations.Benchmarks.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Benchmarks.Editing;

/// <summary>A project of many handlers as an editor has it: its compilation before generators run, the generator's driver, and the template.</summary>
internal sealed class EditedProject
{
    private static readonly ImmutableArray<MetadataReference> Platform =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static x => Path.GetFileName(x).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(x) is "netstandard.dll" or "mscorlib.dll")
            .Select(static x => MetadataReference.CreateFromFile(x)),
    ];

    private readonly Toolset _tools;
    private readonly bool _isOurs;
    private readonly string _text;
    private readonly int _handlers;
    private GeneratorDriver? _driver;
    private CSharpCompilation _compilation;
    private SyntaxTree _tree;
    private SyntaxTree _bound = null!;
    private Dictionary<string, GeneratedSourceResult> _generated = [];
    private SourceText _template;
    private int _edit;

    /// <param name="tools">The version of the generator and the analyzers.</param>
    /// <param name="handlers">How many handlers, ten a file.</param>
    /// <param name="withContext">Whether a <c>JsonSerializerContext</c> is named.</param>
    /// <param name="isOurs">Whether generator and analyzers take part; without them it is the compiler alone over the same code.</param>
    public EditedProject(Toolset tools, int handlers, bool withContext, bool isOurs)
    {
        _tools = tools;
        _isOurs = isOurs;
        Analyzers = tools.Analyzers;
        _handlers = handlers;
        List<SyntaxTree> trees = [];
        for (int first = 0; first < handlers; first += GeneratedHandlers.PerFile)
        {
            trees.Add(GeneratedHandlers.Parse(GeneratedHandlers.File(first, Math.Min(GeneratedHandlers.PerFile, handlers - first)), $"Handlers{first}.cs"));
        }

        trees.Add(GeneratedHandlers.Parse(GeneratedHandlers.Unrelated, "Calculator.cs"));
        if (withContext)
        {
            trees.Add(GeneratedHandlers.Parse(Context(handlers), "AppJson.cs"));
        }

        _tree = trees[0];
        _text = _tree.GetText().ToString();
        _template = Template();
        _compilation = CSharpCompilation.Create("App", trees, [.. Platform, tools.Library], new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        _driver = isOurs ? CSharpGeneratorDriver.Create([tools.Generator], parseOptions: GeneratedHandlers.ParseOptions) : null;
        Generate();
    }

    /// <summary>The compilation with what was generated.</summary>
    public Compilation Whole { get; private set; } = null!;

    /// <summary>How many characters of source are generated.</summary>
    public int GeneratedLength => _generated.Values.Sum(static x => x.SourceText.Length);

    /// <summary>Parses all files again: what is remembered of a tree is not remembered of these.</summary>
    public void Reopen()
    {
        SyntaxTree[] trees = [.. _compilation.SyntaxTrees.Select(static x => GeneratedHandlers.Parse(x.GetText().ToString(), x.FilePath))];
        _compilation = _compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(trees);
        _tree = trees[0];
    }

    /// <summary>A first run of a generator; cold after <see cref="Reopen"/>.</summary>
    public void RunCold() => CSharpGeneratorDriver.Create([_tools.Generator], parseOptions: GeneratedHandlers.ParseOptions).RunGenerators(_compilation);

    /// <summary>An edit inside of a body of the first file.</summary>
    public void EditBody() => Replace(_text.Replace("?? 1m", $"?? {++_edit}m", StringComparison.Ordinal));

    /// <summary>An edit of an attribute in the first file.</summary>
    public void EditAttribute() => Replace(_text.Replace("\"@Queue0\"", $"\"@Queue{++_edit % _handlers}\"", StringComparison.Ordinal));

    /// <summary>An edit of an attribute to a text that no edit before it had.</summary>
    public void EditAttributeAnew() => Replace(_text.Replace("\"@Queue0\"", $"\"@Other{++_edit}\"", StringComparison.Ordinal));

    /// <summary>An edit of the template.</summary>
    public void EditTemplate()
    {
        _edit++;
        _template = Template();
    }

    /// <summary>
    /// Runs the generator, and takes over what it made as an editor's workspace does: a text that is the one of before keeps its tree, and where all
    /// are, the compilation of before takes the edited file.
    /// </summary>
    public void Generate()
    {
        bool isChanged = Whole is null;
        if (_driver is not null)
        {
            _driver = _driver.RunGenerators(_compilation);
            Dictionary<string, GeneratedSourceResult> made = [];
            foreach (GeneratedSourceResult source in _driver.GetRunResult().Results[0].GeneratedSources)
            {
                bool isKept = _generated.TryGetValue(source.HintName, out GeneratedSourceResult before) && before.SourceText == source.SourceText;
                isChanged |= !isKept;
                made.Add(source.HintName, isKept ? before : source);
            }

            isChanged |= made.Count != _generated.Count;
            _generated = made;
        }

        Whole = isChanged || Whole is null ? _compilation.AddSyntaxTrees(_generated.Values.Select(static x => x.SyntaxTree)) : Whole.ReplaceSyntaxTree(_bound, _tree);
        _bound = _tree;
    }

    /// <summary>What an editor asks for the open document: the compiler's findings and those of the analyzers.</summary>
    /// <returns>How many findings the analyzers have.</returns>
    public int DiagnoseDocument()
    {
        if (!_isOurs)
        {
            return CompilerAlone();
        }

        CompilationWithAnalyzers analysis = Analysis();
        SemanticModel model = Whole.GetSemanticModel(_tree);
        return analysis.GetAnalyzerSyntaxDiagnosticsAsync(_tree, CancellationToken.None).GetAwaiter().GetResult().Length
            + analysis.GetAnalyzerSemanticDiagnosticsAsync(model, null, CancellationToken.None).GetAwaiter().GetResult().Length;
    }

    /// <summary>The compiler's own findings of the document.</summary>
    public int CompilerAlone() => Whole.GetSemanticModel(_tree).GetDiagnostics().Count(static x => x.Severity == DiagnosticSeverity.Error);

    /// <summary>Binds everything.</summary>
    public int DiagnoseAll()
    {
        int errors = Whole.GetDiagnostics().Count(static x => x.Severity == DiagnosticSeverity.Error);
        return errors + (_isOurs ? Analysis().GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult().Count(static x => x.Id == "AD0001") : 0);
    }

    /// <summary>The analyzers; the version's own unless somebody asks what one of them costs.</summary>
    public ImmutableArray<DiagnosticAnalyzer> Analyzers { get; set; }

    private CompilationWithAnalyzers Analysis() => new(
        Whole,
        Analyzers,
        new CompilationWithAnalyzersOptions(new AnalyzerOptions([new TemplateText(_template)], new TemplateOptions()), null, concurrentAnalysis: false, logAnalyzerExecutionTime: false));

    private void Replace(string text)
    {
        SyntaxTree edited = GeneratedHandlers.Parse(text, _tree.FilePath);
        _compilation = _compilation.ReplaceSyntaxTree(_tree, edited);
        _tree = edited;
    }

    private SourceText Template() => GeneratedHandlers.Template(_handlers, _edit.ToString(CultureInfo.InvariantCulture)).GetText()!;

    /// <summary>The context of the application, with the members that System.Text.Json's generator would add.</summary>
    private static string Context(int handlers)
    {
        StringBuilder text = new("using System;\nusing System.Text.Json;\nusing System.Text.Json.Serialization;\nusing System.Text.Json.Serialization.Metadata;\n");
        text.Append("[assembly: LambdaDestinations.DestinationSerializer(typeof(App.Orders.AppJson))]\nnamespace App.Orders\n{\n");
        for (int i = 0; i < handlers; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"    [JsonSerializable(typeof(Request{i}))]\n    [JsonSerializable(typeof(Response{i}))]\n");
        }

        text.Append("""
                public sealed class AppJson : JsonSerializerContext
                {
                    public AppJson() : base(null) { }
                    public static AppJson Default { get; } = new AppJson();
                    protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
                    public override JsonTypeInfo? GetTypeInfo(Type type) => null;
                }
            }

            """);
        return text.ToString();
    }

    private sealed class TemplateText(SourceText text) : AdditionalText
    {
        public override string Path => "/app/template.yaml";

        public override SourceText GetText(CancellationToken cancellationToken = default) => text;
    }

    private sealed class TemplateOptions : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(false);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Options(true);

        private sealed class Options(bool isTemplate) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, out string value)
            {
                value = "true";
                return isTemplate && key == "build_metadata.AdditionalFiles.LambdaDestinationsTemplate";
            }
        }
    }
}
