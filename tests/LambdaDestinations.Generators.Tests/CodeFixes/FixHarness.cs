using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.CodeFixes;
using LambdaDestinations.Generators.Analyzers;
using LambdaDestinations.Generators.Tests.Analyzers;
using LambdaDestinations.Generators.Tests.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Generators.Tests.CodeFixes;

/// <summary>
/// Applies every code fix to code that breaks a rule, each action alone and all at once, and demands of the outcome: it compiles, the finding
/// is gone, nothing of ours is new, comments and directives are kept, and lines end and begin as those of the file.
/// </summary>
internal static class FixHarness
{
    private const string BaselinePath = "/project/destination-contracts.json";

    private static readonly CSharpParseOptions ParseOptions = GeneratorHarness.ParseOptions.WithPreprocessorSymbols("SET");

    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(DestinationAnalyzer).Assembly.GetTypes().Where(static x => !x.IsAbstract && x.IsSubclassOf(typeof(DiagnosticAnalyzer))).OrderBy(static x => x.Name, StringComparer.Ordinal)
            .Select(static x => (DiagnosticAnalyzer)Activator.CreateInstance(x)!),
    ];

    /// <summary>Every code fix.</summary>
    public static readonly ImmutableArray<CodeFixProvider> Providers =
    [
        .. typeof(AwaitFix).Assembly.GetTypes().Where(static x => !x.IsAbstract && x.IsSubclassOf(typeof(CodeFixProvider))).OrderBy(static x => x.Name, StringComparer.Ordinal)
            .Select(static x => (CodeFixProvider)Activator.CreateInstance(x)!),
    ];

    /// <summary>Applies every action that is offered for the first finding of a rule, and the first one to all findings.</summary>
    /// <param name="id">The rule.</param>
    /// <param name="code">The first document; further ones are passed over.</param>
    /// <param name="template">The template, when there is one.</param>
    /// <param name="removes">Whether an attribute goes, with the comments inside of it.</param>
    /// <param name="isForAll">Whether "fix all" leaves none; else it may leave some that it cannot tell apart.</param>
    /// <returns>The first document after the first action.</returns>
    public static async Task<string> FixAsync(string id, string[] code, string? template = null, bool removes = false, bool isForAll = true) =>
        await TextOf(await FixAsync(id, Create(code, template), removes, isForAll));

    /// <summary>The first document after "fix all" of the first action.</summary>
    public static async Task<string> FixAllAsync(string id, string[] code, string? template = null)
    {
        Solution solution = Create(code, template);
        return await TextOf(await FixAllAsync(id, solution, [.. (await AnalyzeAsync(solution)).Where(x => x.Id == id)]));
    }

    private static async Task<Solution> FixAllAsync(string id, Solution solution, Diagnostic[] broken)
    {
        (CodeFixProvider provider, CodeAction chosen) = (await ActionsAsync(solution, broken[0]))[0];
        Project project = solution.Projects.Single();
        Found found = new([.. broken]);
        FixAllContext context = IsOfFile(provider)
            ? new(project, provider, FixAllScope.Project, chosen.EquivalenceKey, [id], found, CancellationToken.None)
            : new(project.Documents.First(), provider, FixAllScope.Project, chosen.EquivalenceKey, [id], found, CancellationToken.None);
        CodeAction? all = await provider.GetFixAllProvider()!.GetFixAsync(context);
        return all is null ? solution : await ApplyAsync(all);
    }

    /// <summary>The same, of a fix that changes the template.</summary>
    /// <returns>The template after the first action.</returns>
    public static async Task<string> FixTemplateAsync(string id, string[] code, string template, bool removes = false) =>
        await TextOfFile(await FixAsync(id, Create(code, template), removes, isForAll: true));

    /// <summary>The same, of a fix that changes the baseline of the contracts.</summary>
    /// <returns>The baseline after the first action.</returns>
    public static async Task<string> FixBaselineAsync(string id, string[] code, string baseline) =>
        await TextOfFile(await FixAsync(id, Create(code, null, baseline), removes: false, isForAll: true));

    private static async Task<Solution> FixAsync(string id, Solution solution, bool removes, bool isForAll)
    {
        string code = await TextOf(solution);
        Diagnostic[] before = await AnalyzeAsync(solution);
        Assert.Equal("", await ErrorsAsync(solution));
        Diagnostic[] broken = [.. before.Where(x => x.Id == id)];
        Assert.True(broken.Length > 0, $"{id} is not reported for\n{code}\n{string.Join('\n', before.Select(static x => x.ToString()))}");

        List<(CodeFixProvider Provider, CodeAction Action)> actions = await ActionsAsync(solution, broken[0]);
        Assert.True(actions.Count > 0, $"No fix of {id} is offered for\n{code}");
        Solution? first = null;
        foreach ((CodeFixProvider _, CodeAction action) in actions)
        {
            Solution corrected = await ApplyAsync(action);
            first ??= corrected;
            await CheckAsync($"{id} '{action.Title}'", solution, before, corrected, x => x.Count(y => y.Id == id) < broken.Length, removes);
        }

        Solution outcome = await FixAllAsync(id, solution, broken);
        await CheckAsync($"all of {id}", solution, before, outcome, x => !isForAll || x.All(y => y.Id != id), removes);
        return first!;
    }

    /// <summary>What all analyzers say of code that compiles.</summary>
    public static Task<Diagnostic[]> FindAsync(string[] code, string? template = null) => AnalyzeAsync(Create(code, template));

    /// <summary>The finding is there, and no fix is offered for it.</summary>
    public static async Task WithholdAsync(string id, string[] code, string? template = null)
    {
        Solution solution = Create(code, template);
        Diagnostic[] broken = [.. (await AnalyzeAsync(solution)).Where(x => x.Id == id)];
        Assert.Equal("", await ErrorsAsync(solution));
        Assert.True(broken.Length > 0, $"{id} is not reported for\n{code[0]}");
        foreach (Diagnostic diagnostic in broken)
        {
            Assert.Empty((await ActionsAsync(solution, diagnostic)).Select(static x => x.Action.Title));
        }
    }

    private static async Task CheckAsync(string what, Solution before, Diagnostic[] found, Solution after, Func<Diagnostic[], bool> isGone, bool removes)
    {
        string text = await TextOf(after);
        string errors = await ErrorsAsync(after);
        Assert.True(errors.Length == 0, $"After {what}:\n{errors}\n{text}");
        Diagnostic[] left = await AnalyzeAsync(after);
        Assert.True(isGone(left), $"{what} leaves the finding:\n{text}");
        Dictionary<string, int> counts = found.GroupBy(static x => x.Id, StringComparer.Ordinal).ToDictionary(static x => x.Key, static x => x.Count(), StringComparer.Ordinal);
        Assert.True(left.GroupBy(static x => x.Id, StringComparer.Ordinal).All(x => counts.TryGetValue(x.Key, out int count) && x.Count() <= count), $"New findings after {what}:\n{string.Join('\n', left.Select(static x => x.ToString()))}\n{text}");
        foreach (Document document in before.Projects.Single().Documents)
        {
            string old = (await document.GetTextAsync()).ToString();
            string changed = (await after.GetDocument(document.Id)!.GetTextAsync()).ToString();
            Assert.True(Comments(old, removes).All(Comments(changed, false).Contains), $"{what} loses a comment:\n{changed}");
            Assert.True(Directives(old).SequenceEqual(Directives(changed)), $"{what} changes directives:\n{changed}");
            CheckLines(what, old, changed);
            HashSet<string> indentations = [.. Lines(old).Select(Indentation)];
            Assert.True(Lines(changed).All(x => indentations.Contains(Indentation(x))), $"{what} indents otherwise:\n{Show(changed)}");
        }

        foreach (TextDocument document in before.Projects.Single().AdditionalDocuments)
        {
            string old = (await document.GetTextAsync()).ToString();
            string changed = (await after.GetAdditionalDocument(document.Id)!.GetTextAsync()).ToString();
            Assert.True(removes || Remarks(old).All(Remarks(changed).Contains), $"{what} loses a comment:\n{changed}");
            if (old.Length > 0)
            {
                CheckLines(what, old, changed);
            }
        }
    }

    private static IEnumerable<string> Remarks(string template) => Lines(template).Where(static x => x.Contains('#', StringComparison.Ordinal)).Select(static x => x[x.IndexOf('#', StringComparison.Ordinal)..]);

    private static void CheckLines(string what, string old, string changed)
    {
        Assert.True(LineEnds(changed).IsSubsetOf(LineEnds(old)), $"{what} ends lines otherwise:\n{Show(changed)}");
        Assert.Equal(old.EndsWith('\n'), changed.EndsWith('\n'));
        HashSet<string> oldLines = [.. Lines(old)];
        Assert.True(Lines(changed).All(x => x.TrimEnd() == x || oldLines.Contains(x)), $"{what} leaves white space at the end of a line:\n{Show(changed)}");
    }

    private static HashSet<string> LineEnds(string text)
    {
        HashSet<string> ends = text.Replace("\r\n", "", StringComparison.Ordinal).Contains('\n', StringComparison.Ordinal) ? ["\n"] : [];
        return text.Contains("\r\n", StringComparison.Ordinal) ? [.. ends, "\r\n"] : ends;
    }

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(static x => x.TrimEnd('\r')).Where(static x => x.Length > 0);

    private static string Indentation(string line) => line[..^line.TrimStart(' ', '\t').Length];

    private static string Show(string text) => text.Replace("\r", "␍", StringComparison.Ordinal).Replace("\t", "⇥", StringComparison.Ordinal);

    /// <summary>Comments, those of documentation line by line; without those in the arguments of an attribute, and on a parameter, when one goes.</summary>
    private static string[] Comments(string code, bool removes) =>
    [
        .. CSharpSyntaxTree.ParseText(code, ParseOptions).GetRoot().DescendantTrivia()
            .Where(x => (x.IsKind(SyntaxKind.SingleLineCommentTrivia) || x.IsKind(SyntaxKind.MultiLineCommentTrivia) || x.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia))
                && !(removes && x.Token.Parent!.AncestorsAndSelf().Any(static y => y is AttributeArgumentListSyntax)))
            .SelectMany(static x => x.ToString().Split('\n'))
            .Select(static x => x.Trim().TrimStart('/').Trim())
            .Where(x => x.Length > 0 && !(removes && x.Contains("<param", StringComparison.Ordinal))),
    ];

    private static IEnumerable<string> Directives(string code) =>
        CSharpSyntaxTree.ParseText(code, ParseOptions).GetRoot().DescendantTrivia().Where(static x => x.IsDirective).Select(static x => x.ToString().Trim());

    private static Solution Create(string[] code, string? template, string? baseline = null)
    {
        AdhocWorkspace workspace = new();
        CSharpCompilation compilation = GeneratorHarness.Compile("");
        Project project = workspace.AddProject("App", LanguageNames.CSharp)
            .WithCompilationOptions(compilation.Options.WithAllowUnsafe(true))
            .WithParseOptions(ParseOptions)
            .WithMetadataReferences(compilation.References);
        for (int i = 0; i < code.Length; i++)
        {
            project = project.AddDocument($"File{i}.cs", SourceText.From(code[i], Encoding.UTF8), filePath: $"/project/File{i}.cs").Project;
        }

        foreach ((string? text, string path) in new[] { (template, AnalyzerHarness.TemplatePath), (baseline, BaselinePath) })
        {
            project = text is null ? project : project.AddAdditionalDocument(System.IO.Path.GetFileName(path), SourceText.From(text, Encoding.UTF8), filePath: path).Project;
        }

        return project.Solution;
    }

    private static async Task<Diagnostic[]> AnalyzeAsync(Solution solution)
    {
        Project project = solution.Projects.Single();
        List<AdditionalText> files = [];
        foreach (TextDocument document in project.AdditionalDocuments)
        {
            SourceText text = await document.GetTextAsync();
            files.Add(document.FilePath == BaselinePath ? new BaselineText(text) : new AnalyzerHarness.TemplateFileText(text));
        }

        AnalyzerOptions options = new([.. files], new AnalyzerHarness.TemplateOptions());
        CompilationWithAnalyzers analysis = new(
            (await project.GetCompilationAsync())!,
            Analyzers,
            new CompilationWithAnalyzersOptions(options, static (error, _, diagnostic) => throw new InvalidOperationException(diagnostic.ToString(), error), concurrentAnalysis: false, logAnalyzerExecutionTime: false));
        return [.. (await analysis.GetAnalyzerDiagnosticsAsync()).Where(static x => !x.IsSuppressed).OrderBy(static x => x.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(static x => x.Location.SourceSpan.Start)];
    }

    private static async Task<string> ErrorsAsync(Solution solution) =>
        string.Join('\n', (await solution.Projects.Single().GetCompilationAsync())!.GetDiagnostics().Where(static x => x.Severity == DiagnosticSeverity.Error));

    private static async Task<List<(CodeFixProvider Provider, CodeAction Action)>> ActionsAsync(Solution solution, Diagnostic diagnostic)
    {
        List<(CodeFixProvider, CodeAction)> found = [];
        Project project = solution.Projects.Single();
        foreach (CodeFixProvider provider in Providers.Where(x => x.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            if (IsOfFile(provider) == (diagnostic.Location.SourceTree is null))
            {
                TextDocument document = solution.GetDocument(diagnostic.Location.SourceTree) ?? project.AdditionalDocuments.Single();
                await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => found.Add((provider, action)), CancellationToken.None));
            }
        }

        return found;
    }

    private static async Task<Solution> ApplyAsync(CodeAction action) => (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution;

    /// <summary>Whether a provider corrects findings that stand in an additional document.</summary>
    private static bool IsOfFile(CodeFixProvider provider) =>
        provider.GetType().GetCustomAttribute<ExportCodeFixProviderAttribute>()!.DocumentKinds.Contains(nameof(TextDocumentKind.AdditionalDocument));

    private static async Task<string> TextOfFile(Solution solution) => (await solution.Projects.Single().AdditionalDocuments.Single().GetTextAsync()).ToString();

    private static async Task<string> TextOf(Solution solution) => (await solution.Projects.Single().Documents.First().GetTextAsync()).ToString();

    private sealed class BaselineText(SourceText text) : AdditionalText
    {
        public override string Path => BaselinePath;

        public override SourceText GetText(CancellationToken cancellationToken = default) => text;
    }

    private sealed class Found(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(diagnostics.Where(x => x.Location.SourceTree?.FilePath == document.FilePath));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult(diagnostics.Where(static x => x.Location.SourceTree is null));
    }
}
