using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Tool.Inputs;

namespace LambdaDestinations.Tool.Reports;

/// <summary>A finding with the file that it stands in.</summary>
/// <param name="Template">The file.</param>
/// <param name="Finding">What is wrong.</param>
internal sealed record ReportedFinding(TemplateInput Template, Finding Finding)
{
    /// <summary>Where it starts, zero-based; <see langword="null"/> when it has no place in the template.</summary>
    public TemplatePosition? Start => Finding.TemplateSpan is { } span ? Template.Document.GetPosition(span.Start) : null;

    /// <summary>Where it ends (exclusive), zero-based.</summary>
    public TemplatePosition? End => Finding.TemplateSpan is { } span ? Template.Document.GetPosition(span.End) : null;

    /// <summary>The handler that an attribute blames: <c>App.Handlers.Run</c>.</summary>
    public string? Handler => Finding.Attribute is { } anchor ? $"{anchor.TypeName.Replace('+', '.')}.{anchor.MethodName}" : null;
}

/// <summary>The result of a check, ready to be written.</summary>
/// <param name="Findings">By file, position and rule.</param>
/// <param name="Inputs">The templates that were checked, and those that could not be.</param>
/// <param name="Threshold">The severity from which a finding fails the run.</param>
internal sealed record CheckReport(IReadOnlyList<ReportedFinding> Findings, TemplateInputs Inputs, RuleSeverity Threshold)
{
    /// <summary>The exit code: unreadable input goes before findings, since the check is then not whole.</summary>
    public int ExitCode =>
        Inputs.Problems.Count > 0 || Inputs.Templates.Any(static x => x.IsBroken) ? ExitCodes.Usage
        : Findings.Any(x => x.Finding.Rule.Severity >= Threshold) ? ExitCodes.Findings
        : ExitCodes.Clean;

    /// <summary>How many findings have a severity.</summary>
    public int Count(RuleSeverity severity) => Findings.Count(x => x.Finding.Rule.Severity == severity);

    /// <summary>A severity in the words of compilers: <c>error</c>, <c>warning</c>, <c>info</c>.</summary>
    public static string Word(RuleSeverity severity) => severity switch
    {
        RuleSeverity.Error => "error",
        RuleSeverity.Warning => "warning",
        RuleSeverity.Info => "info",
        _ => throw new ArgumentOutOfRangeException(nameof(severity), severity, "Not a severity."),
    };
}
