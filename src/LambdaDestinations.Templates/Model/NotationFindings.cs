using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Model;

/// <summary>LD9020 to LD9022: what is read here, and by other readers not at all or otherwise.</summary>
internal static class NotationFindings
{
    /// <summary>All of them.</summary>
    public static IEnumerable<Finding> Of(TemplateModel template) => OfRepeatedKeys(template).Concat(template.Document.Refusals.Select(static x => new Finding(Refusal(x), x.Span)));

    /// <summary>Keys that stand twice, of which everything else reads the last.</summary>
    public static IEnumerable<Finding> OfRepeatedKeys(TemplateModel template) => RepeatedKeys.Find(template.Document)
        .Select(static x => new Finding(x.IsSection ? TemplateRules.SectionStandsTwice(x.Name) : TemplateRules.KeyStandsTwice(x.Name), x.Span));

    private static RuleMessage Refusal(ReaderRefusal refusal) => refusal.Kind switch
    {
        ReaderRefusalKind.RepeatedAnchor => TemplateRules.AnchorStandsTwice(refusal.Name),
        ReaderRefusalKind.KeyIsCollection => TemplateRules.KeyIsNotText(),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal.Kind, "Not a refusal."),
    };
}
