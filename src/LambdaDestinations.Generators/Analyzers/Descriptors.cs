using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>The rules as Roslyn's descriptors.</summary>
internal static class Descriptors
{
    private static readonly ConcurrentDictionary<string, DiagnosticDescriptor> ById = new(StringComparer.Ordinal);

    /// <summary>The descriptor of a rule: always the same instance.</summary>
    public static DiagnosticDescriptor Of(Rule rule) => ById.GetOrAdd(rule.Id, _ => Create(rule));

    /// <summary>A diagnostic that says a sentence of the catalogue.</summary>
    /// <param name="message">The rule and its sentence.</param>
    /// <param name="place">Where.</param>
    /// <param name="properties">For code fixes.</param>
    /// <param name="additional">Where else: in the template, say.</param>
    public static Diagnostic At(RuleMessage message, Location place, ImmutableDictionary<string, string?>? properties = null, params Location[] additional) =>
        Diagnostic.Create(Of(message.Rule), place, additional, properties, message.Text);

    /// <summary>A finding, with the severity that it has: whoever verifies may make more of a rule.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="place">Where.</param>
    /// <param name="additional">Where else: in the template, say.</param>
    public static Diagnostic At(Finding finding, Location place, params Location[] additional) =>
        Diagnostic.Create(Of(finding.Rule), place, SeverityOf(finding.Severity), additional, null, finding.Message);

    /// <summary>What may be written instead, best first, as code fixes read it: <c>Suggestion0</c>, <c>Suggestion1</c>, …</summary>
    public static ImmutableDictionary<string, string?> Suggest(IEnumerable<string> suggestions) =>
        ImmutableDictionary.CreateRange(suggestions.Select(static (x, i) => new KeyValuePair<string, string?>("Suggestion" + i.ToString(CultureInfo.InvariantCulture), x)));

    /// <summary>The descriptors of several rules.</summary>
    public static ImmutableArray<DiagnosticDescriptor> Of(params Rule[] rules) => rules.Select(Of).ToImmutableArray();

#pragma warning disable RS2008 // The rules are data, so the analyzer of release tracking cannot see them: a test compares the files.
    private static DiagnosticDescriptor Create(Rule rule) => new(
        rule.Id,
        rule.Title,
        "{0}",
        rule.Category,
        SeverityOf(rule.Severity),
        isEnabledByDefault: !rule.IsOptIn,
        description: rule.Description,
        helpLinkUri: rule.HelpLink,
        customTags: RuleCatalog.OfAbsence.Contains(rule) ? [WellKnownDiagnosticTags.CompilationEnd] : []);
#pragma warning restore RS2008

    private static DiagnosticSeverity SeverityOf(RuleSeverity severity) => severity switch
    {
        RuleSeverity.Error => DiagnosticSeverity.Error,
        RuleSeverity.Warning => DiagnosticSeverity.Warning,
        _ => DiagnosticSeverity.Info,
    };
}
