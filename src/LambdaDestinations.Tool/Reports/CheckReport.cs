using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Tool.Inputs;

namespace LambdaDestinations.Tool.Reports;

/// <summary>A finding with its file and its place in it.</summary>
/// <param name="Template">The file.</param>
/// <param name="Finding">What is wrong.</param>
/// <param name="Span">Where; <see langword="null"/> when it has no place in the template.</param>
internal sealed record ReportedFinding(TemplateInput Template, Finding Finding, SourceSpan? Span)
{
    /// <summary>Where it starts, zero-based; <see langword="null"/> when it has no place in the template.</summary>
    public TemplatePosition? Start => Span is { } span ? Template.Document.GetPosition(span.Start) : null;

    /// <summary>Where it ends (exclusive), zero-based.</summary>
    public TemplatePosition? End => Span is { } span ? Template.Document.GetPosition(span.End) : null;

    /// <summary>The path of the CDK's construct in which it stands: <c>Prod/Shop/Orders/Place</c>; <see langword="null"/> where there is none.</summary>
    public string? Construct => Span is { } span ? Template.Model.ResourceAt(span)?.Construct?.ToString() : null;

    /// <summary>The handler that an attribute blames: <c>App.Handlers.Run</c>.</summary>
    public string? Handler => Finding.Attribute is { } anchor ? $"{anchor.TypeName.Replace('+', '.')}.{anchor.MethodName}" : null;

    /// <summary>A finding in a template; what is about an attribute alone stands at the attribute's function.</summary>
    /// <param name="template">The file.</param>
    /// <param name="finding">What is wrong.</param>
    /// <param name="handlers">The handlers that attributes may blame.</param>
    public static ReportedFinding Of(TemplateInput template, Finding finding, IReadOnlyList<HandlerModel> handlers)
    {
        SourceSpan? span = finding.TemplateSpan;
        if (span is null && finding.Attribute is { } anchor)
        {
            span = handlers
                .Where(x => x.Function.TypeName == anchor.TypeName && x.Function.MethodName == anchor.MethodName)
                .SelectMany(x => FunctionLocator.Find(template.Model, x.Function))
                .FirstOrDefault()?.Entry.Key.Span;
        }

        return new ReportedFinding(template, finding, span);
    }
}

/// <summary>The result of a check, ready to be written.</summary>
/// <param name="Findings">By file, position and rule.</param>
/// <param name="Inputs">The templates that were checked, and those that could not be.</param>
/// <param name="Threshold">The severity from which a finding fails the run.</param>
internal sealed record CheckReport(IReadOnlyList<ReportedFinding> Findings, TemplateInputs Inputs, RuleSeverity Threshold)
{
    /// <summary>Where templates deviate from the attributes and accept it; <see langword="null"/> when nobody asks.</summary>
    public IReadOnlyList<ReportedFinding>? Accepted { get; init; }

    /// <summary>The exit code: unreadable input goes before findings, since the check is then not whole.</summary>
    public int ExitCode =>
        Inputs.Problems.Count > 0 || Inputs.Templates.Any(static x => x.IsBroken) ? ExitCodes.Usage
        : Findings.Any(x => x.Finding.Severity >= Threshold) ? ExitCodes.Findings
        : ExitCodes.Clean;

    /// <summary>How many findings have a severity.</summary>
    public int Count(RuleSeverity severity) => Findings.Count(x => x.Finding.Severity == severity);

    /// <summary>A severity in the words of compilers: <c>error</c>, <c>warning</c>, <c>info</c>.</summary>
    public static string Word(RuleSeverity severity) => severity switch
    {
        RuleSeverity.Error => "error",
        RuleSeverity.Warning => "warning",
        RuleSeverity.Info => "info",
        _ => throw new ArgumentOutOfRangeException(nameof(severity), severity, "Not a severity."),
    };
}
