using System.Collections.Generic;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>What becomes of one existing resource, as far as the comparison has come.</summary>
/// <param name="template">The template.</param>
/// <param name="resource">The resource.</param>
/// <param name="assembly">The assembly whose attributes ask.</param>
/// <param name="findings">Takes what stands in the way.</param>
internal sealed class ResourceChange(TemplateModel template, TemplateResource resource, string assembly, List<Finding> findings)
{
    /// <summary>The template.</summary>
    public TemplateModel Template { get; } = template;

    /// <summary>The resource.</summary>
    public TemplateResource Resource { get; } = resource;

    /// <summary>Whether what is ours is to be written as it is today, also where it says the same already.</summary>
    public bool IsMigrating { get; init; }

    /// <summary>Whether Amazon.Lambda.Annotations will write it anew, with its own keys behind others.</summary>
    public bool IsBesideAnnotations { get; } = template.Document.Format == TemplateFormat.Json && AnnotationsFacts.Owns(resource);

    /// <summary>Compares values by what they mean.</summary>
    public Interpreter Interpreter { get; } = ResourceNames.Of(template).Interpreter;

    /// <summary>What stands in the way.</summary>
    public List<Finding> Findings { get; } = findings;

    /// <summary>What was ours; <see langword="null"/> when nothing was.</summary>
    public OwnershipRecord? Old { get; } = OwnershipRecord.Read(resource);

    /// <summary>What is ours from now on.</summary>
    public OwnershipRecord New { get; } = new()
    {
        Assembly = assembly,
        IsOfSamFunction = resource.Type == ResourceTypes.ServerlessFunction,
        Ignore = OwnershipRecord.IgnoreOf(resource) is { } ignore ? TemplateValue.FromNode(ignore) : null,
    };

    /// <summary>Settings that go.</summary>
    public HashSet<SettingPath> Removed { get; } = [];

    /// <summary>Settings that come, or get another value.</summary>
    public SettingTree Added { get; } = new();

    /// <summary>Writes a setting, which is ours then.</summary>
    public void Take(SettingPath path, TemplateValue value)
    {
        Added.Set(path, value);
        New.Settings[path] = RecordedValue.Of(value, Interpreter);
    }

    /// <summary>Tells that a setting cannot be written into what CloudFormation computes.</summary>
    public void ReportComputed(SettingPath path, string name, TemplateNode node) =>
        Findings.Add(new Finding(
            path.Names.Count > 0 && node is ScalarNode { Tag: null } or SequenceNode { Tag: null }
                ? TemplateRules.CannotSetInOther(Resource.LogicalId, OwnershipRecord.ToName(path), name)
                : TemplateRules.CannotSetInComputed(Resource.LogicalId, path.Names.Count == 0 ? null : OwnershipRecord.ToName(path), name),
            WrittenSetting.CauseOf(node)));
}
