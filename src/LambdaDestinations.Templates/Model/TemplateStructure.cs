using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Model;

/// <summary>
/// LD9050: sections and resources that are not of the form that CloudFormation reads. Everything else passes them over, so that without a word of them a
/// template would seem to have less than it has.
/// </summary>
internal sealed class TemplateStructure
{
    /// <summary>The sections that are maps (AWS CloudFormation User Guide, "Template anatomy"). <c>Globals</c> is SAM's.</summary>
    private static readonly string[] Sections = ["Parameters", "Mappings", "Conditions", "Rules", "Globals", "Resources", "Outputs", "Metadata"];

    /// <summary>Those whose entries are maps, too.</summary>
    private static readonly string[] OfMaps = ["Parameters", "Mappings", "Outputs", "Globals"];

    // A module of Rain, by its tag and as a map.
    private const string RainTag = "Fn::" + RainModule;
    private const string RainModule = "Rain::Module";

    private readonly List<Finding> _findings = [];

    private TemplateStructure(TemplateModel template)
    {
        // A macro may make anything of anything. Without resources it may be another kind of file.
        if (template.Root is not { } root || template.Document.Errors.Count > 0 || MayBeRewritten(root) || !IsTemplate(root))
        {
            return;
        }

        foreach (MappingEntry section in root.Entries)
        {
            if (section.Name is { } name && Sections.Contains(name) && (template.IsSam || name != "Globals"))
            {
                CheckSection(section, name);
            }
        }
    }

    /// <summary>What is wrong with the form of a template, in the order of its text.</summary>
    public static IReadOnlyList<Finding> Check(TemplateModel template) => template.Derive(static x => new TemplateStructure(x))._findings;

    private static bool IsTemplate(MappingNode root) => root.Find("Resources") is not null || root.Find("AWSTemplateFormatVersion") is not null || root.Find("Transform") is not null;

    private static bool MayBeRewritten(MappingNode root) =>
        TemplateBranch.MayHoldMore(root)
        || (root["Transform"] is { } transform && TemplateValue.FromNode(transform) is var value && (value.Kind == TemplateValueKind.List ? value.Items.Any(TemplateModel.IsUnknownTransform) : TemplateModel.IsUnknownTransform(value)));

    private void CheckSection(MappingEntry section, string name)
    {
        if (MapOf(section, name) is not { } map)
        {
            return;
        }

        foreach (MappingEntry entry in map.Entries)
        {
            if (entry.Name is not { } id || Intrinsics.IsFunction(id))
            {
                continue;
            }

            if (name == "Resources")
            {
                CheckResource(entry, id);
            }
            else if (OfMaps.Contains(name))
            {
                MapOf(entry, $"{name}.{id}");
            }
            else if (name == "Conditions" && TemplateNodes.Follow(entry.Value) is SequenceNode { Tag: null } or ScalarNode { IsNull: true })
            {
                Add(entry, $"{name}.{id}");
            }
        }
    }

    private void CheckResource(MappingEntry resource, string id)
    {
        if (MapOf(resource, $"Resources.{id}") is not { } body || TemplateBranch.MayHoldMore(body))
        {
            return;
        }

        if (body.Find("Type") is not { } type)
        {
            _findings.Add(new Finding(TemplateRules.HasNoType(id), resource.Key.Span));
        }
        else if (!IsType(type.Value))
        {
            _findings.Add(new Finding(TemplateRules.TypeIsNotValid(id), type.Key.Span));
        }

        foreach (string name in new[] { "Condition", "DependsOn" })
        {
            // SAM drops an attribute without a value.
            if (body.Find(name) is { } attribute && !IsNull(attribute.Value) && !IsMadeByMacro(attribute.Value) && !AreNames(attribute.Value, isList: name == "DependsOn"))
            {
                _findings.Add(new Finding(TemplateRules.AttributeIsNotName(id, name), attribute.Key.Span));
            }
        }

        foreach (string name in new[] { "Properties", "Metadata" })
        {
            // What a function gives there is not known here.
            if (body.Find(name) is { } entry && !TemplateBranch.IsFunction(entry.Value) && !(name == "Metadata" && IsNull(entry.Value)))
            {
                MapOf(entry, $"Resources.{id}.{name}");
            }
        }
    }

    private static bool IsNull(TemplateNode value) => TemplateNodes.Follow(value) is ScalarNode { IsNull: true };

    private static bool AreNames(TemplateNode value, bool isList) => TemplateNodes.Follow(value) is SequenceNode list && isList
        ? list.Items.All(static x => TemplateNodes.Text(x) is not null || IsMadeByMacro(x))
        : TemplateNodes.Text(value) is not null;

    /// <summary>
    /// Whether a macro or a loop makes a value. CloudFormation evaluates no other function in <c>DependsOn</c> and <c>Condition</c> ("Every DependsOn value must be a string").
    /// </summary>
    private static bool IsMadeByMacro(TemplateNode value) =>
        TemplateBranch.FunctionName(value) is { } name && (name == RainTag || MakesEntries(name));

    /// <summary>Whether a value may be a resource type: three names or two, and nothing that is computed, but for a module of Rain, which <c>rain pkg</c> replaces.</summary>
    private static bool IsType(TemplateNode value) =>
        TemplateBranch.FunctionName(value) is Intrinsics.Transform or RainTag
        || TemplateNodes.Follow(value) is MappingNode { Array: [{ Name: RainModule }] }
        || (TemplateNodes.Text(value) is { } text && text.IndexOf("::", StringComparison.Ordinal) > 0);

    /// <summary>The map that an entry holds; what stands there instead is told.</summary>
    private MappingNode? MapOf(MappingEntry entry, string path)
    {
        if (TemplateNodes.Follow(entry.Value) is MappingNode map && !IsComputed(map))
        {
            return map;
        }

        if (TemplateBranch.FunctionName(entry.Value) != Intrinsics.Transform)
        {
            Add(entry, path);
        }

        return null;
    }

    private void Add(MappingEntry entry, string path) => _findings.Add(new Finding(
        TemplateRules.IsNotMap(
            path,
            TemplateNodes.Follow(entry.Value) switch
            {
                ScalarNode { IsNull: true } => StructureFault.Empty,
                var node when TemplateBranch.IsFunction(node) => StructureFault.Computed,
                SequenceNode => StructureFault.List,
                _ => StructureFault.Scalar,
            }),
        entry.Key.Span));

    /// <summary>A map of one entry that is a function; a loop or an include makes entries of the map.</summary>
    private static bool IsComputed(MappingNode map) =>
        TemplateBranch.FunctionName(map) is { } function && !MakesEntries(function);

    /// <summary>Whether a function is a macro or a loop, which CloudFormation runs before it reads the template.</summary>
    private static bool MakesEntries(string function) => function == Intrinsics.Transform || function.StartsWith(Intrinsics.ForEach, StringComparison.Ordinal);
}
