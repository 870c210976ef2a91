using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Model;

/// <summary>LD9020, LD9021: keys that stand twice, of which everything else reads the last.</summary>
internal static class RepeatedKeyFindings
{
    public static IEnumerable<Finding> Of(TemplateModel template) => RepeatedKeys.Find(template.Document)
        .Select(static x => new Finding(x.IsSection ? TemplateRules.SectionStandsTwice(x.Name) : TemplateRules.KeyStandsTwice(x.Name), x.Span));
}
