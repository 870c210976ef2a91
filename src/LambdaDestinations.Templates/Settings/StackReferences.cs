using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Settings;

/// <summary>A resource of one of several templates.</summary>
/// <param name="Template">The template that has it.</param>
/// <param name="Resource">The resource.</param>
internal sealed record StackResource(TemplateModel Template, TemplateResource Resource)
{
    /// <summary>Whether two are one resource of one template.</summary>
    public bool IsSame(StackResource other) => ReferenceEquals(Template, other.Template) && ReferenceEquals(Resource.Entry, other.Resource.Entry);

    /// <summary>The path of its construct, else its logical id.</summary>
    public string Name => Resource.Construct?.ToString() ?? Resource.LogicalId;
}

/// <summary>
/// References from one stack to another of the same stage: imports of exports, outputs of nested stacks, parameters that a parent gives (AWS CloudFormation
/// User Guide, "Fn::ImportValue" and "Embed stacks within other stacks using nested stacks").
/// </summary>
internal static class StackReferences
{
    private const string Outputs = "Outputs.";
    private const int MaximumSteps = 16;

    /// <summary>How a template refers to the ARN of a resource of another; <see langword="null"/> where no reference leads there.</summary>
    /// <param name="template">The template that is to refer.</param>
    /// <param name="target">The resource.</param>
    public static TemplateValue? Find(TemplateModel template, StackResource target) =>
        All(template).FirstOrDefault(x => Follow(template, x, MaximumSteps) is { IsArn: true } found && found.Resource.IsSame(target));

    /// <summary>
    /// Whether two values are the ARN of one resource, where one of them leads to another stack; <see langword="null"/> where none does, and where a reference
    /// leads to what is not given.
    /// </summary>
    public static Truth? AreSame(TemplateModel template, TemplateValue one, TemplateValue other)
    {
        if (template.Stage.Count < 2 || (!IsReference(template, one) && !IsReference(template, other)))
        {
            return null;
        }

        return Follow(template, one, MaximumSteps) is { } left && Follow(template, other, MaximumSteps) is { } right
            ? left.IsArn && right.IsArn && left.Resource.IsSame(right.Resource) ? Truth.Yes : Truth.No
            : null;
    }

    /// <summary>The resource that a value leads to, in this stack or another of the stage; <see langword="null"/> where it leads to none that is given.</summary>
    public static StackResource? Follow(TemplateModel template, TemplateValue value) => Follow(template, value, MaximumSteps)?.Resource;

    private static bool IsReference(TemplateModel template, TemplateValue value) => Step(template, value) is not null;

    private static (StackResource Resource, bool IsArn)? Follow(TemplateModel template, TemplateValue value, int steps)
    {
        if (Step(template, value) is { } next)
        {
            return steps == 0 ? null : Follow(next.Template, next.Value, steps - 1);
        }

        return DestinationTarget.Read(template, value, default, ConditionSet.Always) is { Resource: { } resource, IsArn: { } isArn } ? (new StackResource(template, resource), isArn) : null;
    }

    /// <summary>What a reference to another stack stands for there; <see langword="null"/> for any other value.</summary>
    private static (TemplateModel Template, TemplateValue Value)? Step(TemplateModel template, TemplateValue value)
    {
        if (value[Intrinsics.ImportValue] is { } name)
        {
            return Literal(template, name) is { } export && Exports(template).FirstOrDefault(x => x.Name == export) is { Value: { } exported } found ? (found.Template, exported) : null;
        }

        if (ResourceNames.Of(template).Interpreter.ReferenceOf(value) is not { } reference)
        {
            return null;
        }

        if (reference.Attribute.StartsWith(Outputs, StringComparison.Ordinal))
        {
            return Nested(template, reference.Id) is { } nested && OutputsOf(nested).FirstOrDefault(x => x.Name == reference.Attribute.Substring(Outputs.Length)) is { Value: { } output } ? (nested, output) : null;
        }

        return reference.IsRef && template.HasParameter(reference.Id) ? Given(template, reference.Id) : null;
    }

    /// <summary>Every reference to another stack that a template has or may have.</summary>
    private static IEnumerable<TemplateValue> All(TemplateModel template) =>
        Exports(template).Where(x => !ReferenceEquals(x.Template, template)).Select(static x => TemplateValue.Map((Intrinsics.ImportValue, TemplateValue.String(x.Name))))
            .Concat(template.Resources.Where(static x => x.Type == ResourceTypes.Stack).SelectMany(x => Nested(template, x.LogicalId) is { } nested
                ? OutputsOf(nested).Select(y => TemplateValue.GetAtt(x.LogicalId, Outputs + y.Name))
                : []))
            .Concat(ParametersOf(template).Select(TemplateValue.Ref));

    private static IEnumerable<string> ParametersOf(TemplateModel template) => (TemplateNodes.Child(template.Root, "Parameters")?.Entries ?? []).Select(static x => x.Name).OfType<string>();

    /// <summary>The exports of all stacks of the stage.</summary>
    private static IEnumerable<(TemplateModel Template, string Name, TemplateValue? Value)> Exports(TemplateModel template) =>
        from stack in template.Stage
        from output in OutputsOf(stack)
        where output.Export is not null
        select (stack, output.Export!, (TemplateValue?)output.Value);

    private static IEnumerable<(string Name, string? Export, TemplateValue? Value)> OutputsOf(TemplateModel template)
    {
        foreach (MappingEntry entry in TemplateNodes.Child(template.Root, "Outputs")?.Entries ?? [])
        {
            if (entry.Name is { } name && TemplateNodes.Follow(entry.Value) is MappingNode output && output["Value"] is { } value)
            {
                yield return (name, TemplateNodes.Child(output, "Export")?["Name"] is { } export ? ResourceNames.Literal(template, export) : null, TemplateValue.FromNode(value));
            }
        }
    }

    /// <summary>The template of a nested stack: by the cloud assembly, else by the asset that the CDK's command line notes.</summary>
    private static TemplateModel? Nested(TemplateModel template, string logicalId)
    {
        if (template.Find(logicalId) is not { Type: ResourceTypes.Stack } stack)
        {
            return null;
        }

        if (TemplateNodes.Text(TemplateNodes.Child(stack.Body, "Metadata")?["aws:asset:path"]) is { } file)
        {
            return template.Stage.FirstOrDefault(x => x.Source is { } source && System.IO.Path.GetFileName(source.Path) == file);
        }

        // The stack Shop/Alerts is deployed by the resource Shop/Alerts.NestedStack/Alerts.NestedStackResource.
        const string Suffix = ".NestedStack";
        return stack.Construct is { Elements: { Count: > 1 } elements } && elements[elements.Count - 2].EndsWith(Suffix, StringComparison.Ordinal)
            ? template.Stage.FirstOrDefault(x => x.Source?.StackPath is { } path && path + Suffix == string.Join("/", elements.Take(elements.Count - 1)))
            : null;
    }

    /// <summary>What the parent gives a parameter of a nested stack.</summary>
    private static (TemplateModel Template, TemplateValue Value)? Given(TemplateModel template, string parameter)
    {
        foreach (TemplateModel parent in template.Stage.Where(x => !ReferenceEquals(x, template)))
        {
            foreach (TemplateResource stack in parent.Resources.Where(static x => x.Type == ResourceTypes.Stack))
            {
                if (ReferenceEquals(Nested(parent, stack.LogicalId), template) && TemplateNodes.Child(stack.Properties, "Parameters")?[parameter] is { } given)
                {
                    return (parent, TemplateValue.FromNode(given));
                }
            }
        }

        return null;
    }

    private static string? Literal(TemplateModel template, TemplateValue value) => value.Text ?? ResourceNames.Of(template).Interpreter.Text(value).Literal;
}
