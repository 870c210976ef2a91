using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace LambdaDestinations.Build;

/// <summary>A task over a template and a compiled assembly's manifest, which stops when the build is cancelled.</summary>
public abstract class ManifestTask : Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The compiled assembly, whose manifest attribute is read.</summary>
    [Required]
    public string AssemblyPath { get; set; } = "";

    /// <summary>The simple name of the assembly, under which the template's entries are kept.</summary>
    [Required]
    public string AssemblyName { get; set; } = "";

    /// <summary>The template; empty when the project has none, or several.</summary>
    public string Template { get; set; } = "";

    /// <summary>The templates of a project that has several. A handler is looked for in all of them.</summary>
    public string[] Templates { get; set; } = [];

    /// <summary>The project, at which that is told which no place in a template has.</summary>
    public string ProjectFile { get; set; } = "";

    /// <summary>The files beside the templates that hold definitions of state machines, be they there or not: what is in them decides with the templates.</summary>
    [Output]
    public string[] Definitions { get; set; } = [];

    /// <summary>Set when the build is cancelled.</summary>
    protected CancellationToken CancellationToken => _cancellation.Token;

    /// <summary>Whether this run has reported anything.</summary>
    private protected bool HasReported { get; private set; }

    /// <summary>The templates, each once.</summary>
    private protected IReadOnlyList<string> AllTemplates => Templates.Length > 0 ? [.. Templates.Distinct(StringComparer.Ordinal)] : Template.Length > 0 ? [Template] : [];

    /// <summary>The template that is looked at, at which findings stand; <see langword="null"/> for none in particular.</summary>
    private protected string? Current { get; set; }

    /// <inheritdoc />
    public sealed override bool Execute()
    {
        HasReported = false;
        Current = null;
        try
        {
            Run();
        }
        catch (UnreadableManifestException error)
        {
            Report(new Finding(TemplateRules.ManifestIsUnreadable(AssemblyPath, error.Message)));
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        return !Log.HasLoggedErrors;
    }

    /// <inheritdoc />
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc />
    public void Dispose()
    {
        _cancellation.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Does the task's work. An error that is reported fails the task.</summary>
    private protected abstract void Run();

    /// <summary>
    /// Reads several templates as one group, or one beside which the CDK wrote others, or definitions stand; <see langword="null"/> for one that stands alone. What is wrong with a
    /// template its own run tells.
    /// </summary>
    private protected TemplateGroup? ReadGroup()
    {
        FindDefinitions();
        if (AllTemplates.Count < 2 && !AllTemplates.Any(CloudAssembly.IsIn) && Definitions.Length == 0)
        {
            return null;
        }

        List<TemplateSource> sources = [];
        bool isPartial = false;
        foreach (string path in AllTemplates.Where(File.Exists))
        {
            try
            {
                sources.Add(new TemplateSource(path, TemplateFile.Parse(path, TemplateStore.Read(path), CancellationToken)));
            }
            catch (Exception error) when (error is DecoderFallbackException or IOException or UnauthorizedAccessException)
            {
                isPartial = true;
            }
        }

        (TemplateGroup group, IReadOnlyList<CloudAssemblyProblem> problems) = CloudAssembly.Complete(sources, isPartial, CancellationToken);
        foreach (CloudAssemblyProblem problem in problems)
        {
            Report(new Finding(TemplateRules.AssemblyIsUnreadable(problem.Path, problem.Message)));
        }

        return group;
    }

    /// <summary>Finds the <see cref="Definitions"/> that the templates name. What is wrong with a template its own run tells.</summary>
    private protected void FindDefinitions()
    {
        List<string> found = [];
        foreach (string path in AllTemplates.Where(File.Exists))
        {
            try
            {
                found.AddRange(DefinitionFiles.NamedBy(path, TemplateStore.Read(path), CancellationToken).Select(static x => x.File));
            }
            catch (Exception error) when (error is DecoderFallbackException or IOException or UnauthorizedAccessException)
            {
                continue;
            }
        }

        Definitions = [.. found.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Whether a rule is about the project: that it has no template, or that nothing reads its attributes.</summary>
    private static bool IsOfProject(Rule rule) => rule == TemplateRules.Missing || rule == TemplateRules.NotRead;

    /// <summary>Reports a finding at its position in the template, else at the template or the project.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="document">The template that the finding's span belongs to.</param>
    /// <param name="model">What the template means.</param>
    private protected void Report(Finding finding, TemplateDocument? document = null, TemplateModel? model = null)
    {
        HasReported = true;
        int line = 0;
        int column = 0;
        if (document is not null && finding.TemplateSpan is { } span)
        {
            TemplatePosition position = document.GetPosition(span.Start);
            line = position.Line + 1;
            column = position.Character + 1;
        }

        string project = ProjectFile.Length > 0 ? ProjectFile : BuildEngine.ProjectFileOfTaskNode;
        string file = IsOfProject(finding.Rule) ? project : Current ?? (AllTemplates is [var first, ..] ? first : project);
        string message = finding.Message;
        if (finding.Attribute is { } anchor)
        {
            message = $"{message} (on {anchor.TypeName}.{anchor.MethodName})";
        }

        if (finding.TemplateSpan is { } at && model?.ResourceAt(at)?.Construct is { } construct)
        {
            message = $"{message} (at {PrintableText.Of(construct.ToString())})";
        }

        switch (finding.Severity)
        {
            case RuleSeverity.Error:
                Log.LogError(null, finding.Rule.Id, null, finding.Rule.HelpLink, file, line, column, 0, 0, "{0}", message);
                break;
            case RuleSeverity.Warning:
                Log.LogWarning(null, finding.Rule.Id, null, finding.Rule.HelpLink, file, line, column, 0, 0, "{0}", message);
                break;
            default:
                Log.LogMessage(null, finding.Rule.Id, null, file, line, column, 0, 0, MessageImportance.High, "{0}", message);
                break;
        }
    }
}
