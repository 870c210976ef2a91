using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
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
/// User Guide, "Fn::ImportValue" and "Embed stacks within other stacks using nested stacks"), and what the CDK carries from region to region by parameters of
/// Systems Manager (<c>crossRegionReferences</c>).
/// </summary>
internal static class StackReferences
{
    private const string Outputs = "Outputs.";

    // The writer stands beside what is exported, the reader beside what imports it; both list it under one name.
    private const string Writer = "Custom::CrossRegionExportWriter";
    private const string Reader = "Custom::CrossRegionExportReader";
    private const int MaximumSteps = 16;

    // Read without a lock: what a stage says is worked out from several templates, each of which has a lock of its own.
    private static readonly ConditionalWeakTable<IReadOnlyList<TemplateModel>, StageReading> Stages = new();

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
            return Literal(template, name) is { } export && Of(template).ByExport.TryGetValue(export, out (TemplateModel, TemplateValue) exported) ? exported : null;
        }

        if (ResourceNames.Of(template).Interpreter.ReferenceOf(value) is not { } reference)
        {
            return null;
        }

        if (template.Find(reference.Id) is { Type: Reader })
        {
            return Written(template, reference.Attribute);
        }

        if (reference.Attribute.StartsWith(Outputs, StringComparison.Ordinal))
        {
            return Nested(template, reference.Id) is { } nested && Of(template).Outputs[nested].FirstOrDefault(x => x.Name == reference.Attribute.Substring(Outputs.Length)) is { Value: { } output } ? (nested, output) : null;
        }

        return reference.IsRef && template.HasParameter(reference.Id) ? Given(template, reference.Id) : null;
    }

    /// <summary>Every reference to another stack that a template has or may have.</summary>
    private static IEnumerable<TemplateValue> All(TemplateModel template) =>
        Of(template).Exports.Where(x => !ReferenceEquals(x.Template, template)).Select(static x => TemplateValue.Map((Intrinsics.ImportValue, TemplateValue.String(x.Name))))
            .Concat(template.Resources.Where(static x => x.Type == ResourceTypes.Stack).SelectMany(x => Nested(template, x.LogicalId) is { } nested
                ? Of(template).Outputs[nested].Select(y => TemplateValue.GetAtt(x.LogicalId, Outputs + y.Name))
                : []))
            .Concat(template.Resources.Where(static x => x.Type == Reader)
                .SelectMany(x => Entries(x, "ReaderProps", "imports").Select(y => y.Name).OfType<string>().Select(y => TemplateValue.GetAtt(x.LogicalId, y))))
            .Concat(ParametersOf(template).Select(TemplateValue.Ref));

    private static IEnumerable<string> ParametersOf(TemplateModel template) => (TemplateNodes.Child(template.Root, "Parameters")?.Entries ?? []).Select(static x => x.Name).OfType<string>();

    /// <summary>What a stack of another region writes under a name.</summary>
    private static (TemplateModel Template, TemplateValue Value)? Written(TemplateModel template, string name)
    {
        foreach (TemplateModel stack in template.Stage)
        {
            foreach (TemplateResource writer in stack.Resources.Where(static x => x.Type == Writer))
            {
                if (Entries(writer, "WriterProps", "exports").FirstOrDefault(x => x.Name == name) is { } entry)
                {
                    return (stack, TemplateValue.FromNode(entry.Value));
                }
            }
        }

        return null;
    }

    private static IEnumerable<MappingEntry> Entries(TemplateResource resource, string properties, string list) =>
        TemplateNodes.Child(TemplateNodes.Child(resource.Properties, properties), list)?.Entries ?? [];

    private static StageReading Of(TemplateModel template) => Stages.GetValue(template.Stage, static x => new StageReading(x));

    /// <summary>The template of a nested stack: by the cloud assembly, else by the asset that the CDK's command line notes.</summary>
    public static TemplateModel? Nested(TemplateModel template, string logicalId)
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
        foreach ((TemplateModel parent, TemplateResource stack) in Of(template).Parents[template])
        {
            if (TemplateNodes.Child(stack.Properties, "Parameters")?[parameter] is { } given)
            {
                return (parent, TemplateValue.FromNode(given));
            }
        }

        return null;
    }

    private static string? Literal(TemplateModel template, TemplateValue value) => value.Text ?? ResourceNames.Of(template).Interpreter.Text(value).Literal;

    /// <summary>What the stacks of a stage say of each other.</summary>
    private sealed class StageReading
    {
        public StageReading(IReadOnlyList<TemplateModel> stage)
        {
            (TemplateModel Template, string Name, string? Export, TemplateValue Value)[] outputs = [.. stage.SelectMany(static x => StackOutput.Of(x).Select(y => (x, y.Name, y.Export?.Literal, TemplateValue.FromNode(y.Value))))];
            Outputs = outputs.ToLookup(static x => x.Template, static x => (x.Name, (TemplateValue?)x.Value));
            Exports = [.. outputs.Where(static x => x.Export is not null).Select(static x => (x.Template, x.Export!, x.Value))];
            foreach ((TemplateModel template, string name, TemplateValue value) in Exports.Where(x => !ByExport.ContainsKey(x.Name)))
            {
                ByExport.Add(name, (template, value));
            }

            Parents = stage.SelectMany(static x => x.Resources.Where(static y => y.Type == ResourceTypes.Stack).Select(y => (Parent: x, Stack: y, Nested: Nested(x, y.LogicalId))))
                .Where(static x => x.Nested is not null && !ReferenceEquals(x.Nested, x.Parent))
                .ToLookup(static x => x.Nested!, static x => (x.Parent, x.Stack));
        }

        /// <summary>The outputs of each stack.</summary>
        public ILookup<TemplateModel, (string Name, TemplateValue? Value)> Outputs { get; }

        /// <summary>The exports of all.</summary>
        public IReadOnlyList<(TemplateModel Template, string Name, TemplateValue Value)> Exports { get; }

        /// <summary>The exports by their names; the first of a name.</summary>
        public Dictionary<string, (TemplateModel Template, TemplateValue Value)> ByExport { get; } = new(StringComparer.Ordinal);

        /// <summary>The resources that deploy a stack.</summary>
        public ILookup<TemplateModel, (TemplateModel Parent, TemplateResource Stack)> Parents { get; }
    }
}
