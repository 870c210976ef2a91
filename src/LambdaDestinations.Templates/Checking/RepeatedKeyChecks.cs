using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Checking;

/// <summary>LD9020, LD9021: keys that stand twice, of which everything else reads the last.</summary>
internal static class RepeatedKeyChecks
{
    public static IEnumerable<Finding> Check(TemplateModel template) => RepeatedKeys.Find(template.Document)
        .Select(static x => new Finding(x.IsSection ? TemplateRules.SectionStandsTwice(x.Name) : TemplateRules.KeyStandsTwice(x.Name), x.Span));
}
