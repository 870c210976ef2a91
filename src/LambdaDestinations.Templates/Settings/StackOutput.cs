using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Settings;

/// <summary>What a template tells other stacks (AWS CloudFormation User Guide, "Outputs").</summary>
/// <param name="Name">What a parent calls it.</param>
/// <param name="Value">The value.</param>
/// <param name="IsExported">Whether any stack may import it, be its name known or not.</param>
/// <param name="Export">The name by which others import it; <see langword="null"/> when there is none.</param>
internal sealed record StackOutput(string Name, TemplateNode Value, bool IsExported, SymbolicText? Export)
{
    /// <summary>All of a template, in source order. Read at the first use.</summary>
    public static IReadOnlyList<StackOutput> Of(TemplateModel template) => template.Derive(static x => Read(x).ToArray());

    private static IEnumerable<StackOutput> Read(TemplateModel template)
    {
        Interpreter interpreter = ResourceNames.Of(template).Interpreter;
        foreach (MappingEntry entry in TemplateNodes.Child(template.Root, "Outputs")?.Entries ?? [])
        {
            if (entry.Name is { } name && TemplateNodes.Follow(entry.Value) is MappingNode output && output["Value"] is { } value)
            {
                TemplateNode? export = TemplateNodes.Child(output, "Export")?["Name"];
                yield return new StackOutput(name, value, output["Export"] is not null, export is null ? null : interpreter.Text(TemplateValue.FromNode(export)));
            }
        }
    }
}
