using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>
/// LD4016: references to a queue or topic that SAM does not make. SAM leaves such a reference as it stands, and CloudFormation refuses the
/// template (SAM translator, <c>ResourceResolver</c>; run with 1.110).
/// </summary>
internal static class SamReferenceChecks
{
    /// <summary>Checks every reference of a template.</summary>
    public static IEnumerable<Finding> Check(TemplateModel template)
    {
        string text = template.Document.Text;
        if (template.Root is null || !template.IsSam || (text.IndexOf(SamNames.DestinationQueue, StringComparison.Ordinal) < 0 && text.IndexOf(SamNames.DestinationTopic, StringComparison.Ordinal) < 0))
        {
            return [];
        }

        return NodesBelow(template.Root).SelectMany(static x => ReferencesOf(x)).Select(x => Check(template, x.Reference, x.Node)).OfType<Finding>();
    }

    private static Finding? Check(TemplateModel template, Reference reference, TemplateNode node)
    {
        bool isTopic = IsAbout(reference, SamNames.DestinationTopic);
        if ((!isTopic && !IsAbout(reference, SamNames.DestinationQueue))
            || template.Find(reference.Id) is not { Type: ResourceTypes.ServerlessFunction } function
            || SamQueues.MayBeReferable(template, function, isTopic))
        {
            return null;
        }

        return new Finding(
            SamQueues.SharedBy(template, function, isTopic) is { } shared
                ? ConfigurationRules.IsNamedAfterAnother(function.LogicalId, isTopic, shared.Function)
                : ConfigurationRules.MakesNone(function.LogicalId, isTopic),
            node.FullSpan);
    }

    private static bool IsAbout(Reference reference, string made) =>
        reference.Attribute == made || (reference.Attribute.StartsWith(made, StringComparison.Ordinal) && reference.Attribute[made.Length] == '.');

    /// <summary>Every node, each once: what an alias repeats stands where its anchor is.</summary>
    private static IEnumerable<TemplateNode> NodesBelow(TemplateNode root)
    {
        Stack<TemplateNode> open = new([root]);
        while (open.Count > 0)
        {
            TemplateNode node = open.Pop();
            yield return node;
            foreach (TemplateNode child in node switch { MappingNode map => map.Entries.Select(static x => x.Value), SequenceNode list => list.Items, _ => [] })
            {
                open.Push(child);
            }
        }
    }

    private static IEnumerable<(Reference Reference, TemplateNode Node)> ReferencesOf(TemplateNode node)
    {
        if (!TemplateBranch.IsFunction(node))
        {
            return [];
        }

        KeyValuePair<string, TemplateValue> function = TemplateValue.FromNode(node).Entries[0];
        TemplateValue argument = function.Value;
        return function.Key switch
        {
            Intrinsics.Ref when argument.Text is { } name => [(Reference.Parse(name), node)],
            Intrinsics.GetAtt when argument.Text is { } name => [(Reference.Parse(name), node)],
            Intrinsics.GetAtt when argument.Items is [{ Text: { } id }, { Text: { } attribute }] => [(new Reference(id, attribute), node)],
            Intrinsics.Sub => SubPattern.References(argument).Select(x => (x, node)),
            _ => [],
        };
    }
}
