using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using LambdaDestinations.Generators.Declarations;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>A template of the project among the additional files: one that our build files mark. Read once per text.</summary>
internal sealed class ProjectTemplate
{
    private const string Metadata = "build_metadata.AdditionalFiles.LambdaDestinationsTemplate";

    private const string Mode = "LambdaDestinationsTemplateMode";

    // A text is looked up by itself, and the ending of its file says how it is read.
    private static readonly SourceTextValueProvider<ReadTemplate> YamlFiles = new(static text => Read(".yaml", text));
    private static readonly SourceTextValueProvider<ReadTemplate> OtherFiles = new(static text => Read("", text));

    private static readonly ObjectNumbers<TemplateModel> Models = new();

    private readonly ReadTemplate _read;

    private ProjectTemplate(AdditionalText file, ReadTemplate read, TemplateModel model)
    {
        File = file;
        _read = read;
        Model = model;
    }

    /// <summary>A cache of what texts mean: <c>CompilationStartAnalysisContext.TryGetValue</c>.</summary>
    public delegate bool TextCache(SourceText text, SourceTextValueProvider<ReadTemplate> provider, [NotNullWhen(true)] out ReadTemplate? value);

    /// <summary>The file.</summary>
    public AdditionalText File { get; }

    /// <summary>What it means, beside the project's other templates.</summary>
    public TemplateModel Model { get; }

    /// <summary>What is wrong in it, whatever the code says.</summary>
    public IReadOnlyList<Finding> Findings => _read.Findings;

    /// <summary>The templates' files and meaning, each once; none when the project has none.</summary>
    /// <param name="options">The project's additional files.</param>
    /// <param name="tryGetValue">The cache of the analysis.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static IReadOnlyList<ProjectTemplate> FindAll(AnalyzerOptions options, TextCache tryGetValue, CancellationToken cancellationToken)
    {
        List<(AdditionalText File, ReadTemplate Read)> found = [];
        foreach (AdditionalText file in options.AdditionalFiles)
        {
            if (Is(file, options.AnalyzerConfigOptionsProvider)
                && !found.Exists(x => x.File.Path == file.Path)
                && file.GetText(cancellationToken) is { } text
                && tryGetValue(text, TemplateFile.IsYaml(file.Path) ? YamlFiles : OtherFiles, out ReadTemplate? read))
            {
                found.Add((file, read));
            }
        }

        if (found.Count < 2)
        {
            return [.. found.Select(static x => new ProjectTemplate(x.File, x.Read, x.Read.Model))];
        }

        IReadOnlyList<TemplateModel> models = ReadGroup.Of([.. found.Select(static x => (x.File.Path, x.Read))]).Models;
        return [.. found.Select((x, i) => new ProjectTemplate(x.File, x.Read, models[i]))];
    }

    private static ReadTemplate Read(string path, SourceText text) =>
        new(TemplateModel.Read(TemplateFile.Parse(path, text.ToString(), CancellationToken.None)));

    /// <summary>Whether an additional file is the template.</summary>
    public static bool Is(AdditionalText file, AnalyzerConfigOptionsProvider options) =>
        options.GetOptions(file).TryGetValue(Metadata, out string? value) && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether the templates must say already what the attributes say: the build verifies, or it leaves the template alone and checks it all the same.
    /// Else the build is about to write what is missing.
    /// </summary>
    public static bool IsVerified(AnalyzerConfigOptions options)
    {
        bool Is(string name, string value) =>
            options.TryGetValue("build_property." + name, out string? actual) && string.Equals(actual, value, StringComparison.OrdinalIgnoreCase);
        return Is(Mode, "Verify") || (Is(Mode, "None") && Is("LambdaDestinationsCheckTemplate", "true"));
    }

    /// <summary>A finding that stands at code, with the name of the template where the project has several.</summary>
    public Finding Name(Finding finding) =>
        Model.Given.Count > 1 && finding.TemplateSpan is not null ? finding with { Said = finding.Said.In(TemplateGroup.NameOf(Model)) } : finding;

    /// <summary>Whether nobody named the template.</summary>
    public bool IsGuess(AnalyzerConfigOptionsProvider options) =>
        options.GetOptions(File).TryGetValue("build_metadata.AdditionalFiles.LambdaDestinationsTemplateIsGuess", out string? isGuess) && isGuess == "true";

    /// <summary>
    /// Whether a handler is looked for here. A template that nobody named is not that of a function which Amazon.Lambda.Annotations writes, unless it
    /// writes into this one: it makes its own while the compiler runs.
    /// </summary>
    public bool IsOf(HandlerModel handler, AnalyzerConfigOptionsProvider options) =>
        handler.Function.AnnotationsLogicalId is null
        || !IsGuess(options)
        || string.Equals(Path.GetFileName(File.Path), "serverless.template", StringComparison.OrdinalIgnoreCase)
        || Model.Document.Text.IndexOf("Amazon.Lambda.Annotations", StringComparison.Ordinal) >= 0;

    /// <summary>Of templates, and of what is said of each.</summary>
    public static Fingerprint FingerprintOf(IEnumerable<ProjectTemplate> templates, AnalyzerConfigOptionsProvider options)
    {
        Fingerprint fingerprint = Fingerprint.Start;
        foreach (ProjectTemplate template in templates)
        {
            fingerprint = fingerprint.Add(Models.Of(template.Model)).Add(template.IsGuess(options) ? 1 : 0);
        }

        return fingerprint;
    }

    /// <summary>A span of the template as a location.</summary>
    public Location LocationOf(SourceSpan span)
    {
        TemplatePosition start = Model.Document.GetPosition(span.Start);
        TemplatePosition end = Model.Document.GetPosition(span.End);
        LinePositionSpan lines = new(new(start.Line, start.Character), new(end.Line, end.Character));
        return Location.Create(File.Path, TextSpan.FromBounds(span.Start, span.End), lines);
    }

    /// <summary>What several texts mean beside each other: found once, and again when one of them is another.</summary>
    /// <param name="members">The texts, each with its file.</param>
    private sealed class ReadGroup((string Path, ReadTemplate Read)[] members)
    {
        private static readonly ConditionalWeakTable<ReadTemplate, ReadGroup> Known = new();

        private readonly (string Path, ReadTemplate Read)[] _members = members;

        /// <summary>What each means.</summary>
        public IReadOnlyList<TemplateModel> Models { get; } =
            TemplateGroup.Read(members.Select(static x => new TemplateSource(x.Path, x.Read.Model.Document))).Given;

        /// <summary>The group of two or more texts.</summary>
        public static ReadGroup Of((string Path, ReadTemplate Read)[] members)
        {
            ReadTemplate first = members[0].Read;
            if (Known.TryGetValue(first, out ReadGroup? known) && known._members.SequenceEqual(members))
            {
                return known;
            }

            Known.Remove(first);
            return Known.GetValue(first, _ => new ReadGroup(members));
        }
    }

    /// <summary>What a text means and what is wrong in it.</summary>
    /// <param name="model">What it means.</param>
    internal sealed class ReadTemplate(TemplateModel model)
    {
        private readonly Lazy<IReadOnlyList<Finding>> _findings = new(() => TemplateChecker.CheckTemplate(model));

        /// <summary>What it means.</summary>
        public TemplateModel Model { get; } = model;

        /// <summary>What is wrong in it.</summary>
        public IReadOnlyList<Finding> Findings => _findings.Value;
    }
}
