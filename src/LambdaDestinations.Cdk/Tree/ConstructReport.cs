using System;
using System.Collections.Generic;
using Amazon.CDK;
using Constructs;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Cdk.Tree;

/// <summary>Adds findings to constructs as annotations, each once.</summary>
internal sealed class ConstructReport
{
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>Adds an error.</summary>
    /// <param name="construct">The construct that it is about.</param>
    /// <param name="message">The rule and its sentence.</param>
    /// <param name="handler">The handler whose attributes declare it; <see langword="null"/> for an attribute of the assembly.</param>
    public void Error(IConstruct construct, RuleMessage message, HandlerModel? handler)
    {
        string text = TextOf(message, handler);
        if (_told.Add(text))
        {
            Annotations.Of(construct).AddError(text);
        }
    }

    /// <summary>Adds what a check says of the attributes alone, by its severity.</summary>
    /// <param name="construct">The construct that it is about.</param>
    /// <param name="finding">The finding.</param>
    /// <param name="handler">The handler whose attributes declare it; <see langword="null"/> for an attribute of the assembly.</param>
    public void Add(IConstruct construct, Finding finding, HandlerModel? handler)
    {
        if (finding.Severity == RuleSeverity.Error)
        {
            Error(construct, finding.Said, handler);
        }
        else if (finding.Severity == RuleSeverity.Warning && _told.Add(TextOf(finding.Said, handler)))
        {
            Annotations.Of(construct).AddWarningV2(finding.Rule.Id, TextOf(finding.Said, handler));
        }
    }

    private static string TextOf(RuleMessage message, HandlerModel? handler) => handler is null
        ? $"{message.Rule.Id}: {message.Text}"
        : $"{message.Rule.Id}: {message.Text} (attributes of {handler.Function.TypeName}.{handler.Function.MethodName})";
}
