using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>What the resources of a template are to hold by an assembly's attributes.</summary>
/// <param name="template">The template.</param>
/// <param name="findings">Takes what cannot be.</param>
internal sealed class DesiredState(TemplateModel template, List<Finding> findings)
{
    private readonly Dictionary<string, ResourceIntent> _intents = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>The logical ids of the assembly's functions.</summary>
    public HashSet<string> Functions { get; } = new(StringComparer.Ordinal);

    /// <summary>The logical ids that attributes name as targets, wherever their functions are: what was created by such a name is not given up.</summary>
    public HashSet<string> Named { get; } = new(StringComparer.Ordinal);

    /// <summary>Every setting that the attributes ask for, before anything in the template stands in the way.</summary>
    public List<(PlacedSettings Place, PlacedSetting Setting)> Declared { get; } = [];

    /// <summary>Every setting that is to be written, with its place.</summary>
    public List<(PlacedSettings Place, PlacedSetting Setting)> Asked { get; } = [];

    /// <summary>Where the template accepts that it deviates from the attributes, and how.</summary>
    public List<SettingDifference> Accepted { get; } = [];

    /// <summary>The resources to create, in the order in which they were asked for.</summary>
    public IEnumerable<(string Id, ResourceIntent Intent)> Created => _order.Select(x => (x, _intents[x])).Where(static x => x.Item2.Created is not null);

    /// <summary>What a resource is to hold; <see langword="null"/> when nothing is asked of it.</summary>
    public ResourceIntent? Find(string id) => _intents.TryGetValue(id, out ResourceIntent? intent) ? intent : null;

    /// <summary>What a resource that is there is to hold, to add to.</summary>
    public ResourceIntent For(string id)
    {
        if (!_intents.TryGetValue(id, out ResourceIntent? intent))
        {
            intent = new ResourceIntent();
            _intents.Add(id, intent);
            _order.Add(id);
        }

        return intent;
    }

    /// <summary>Forgets what is asked of a resource, as something stands in the way that is told by itself.</summary>
    /// <param name="owner">Its logical id.</param>
    public void Withdraw(string owner) => Asked.RemoveAll(x => x.Place.Owner == owner);

    /// <summary>Asks for a resource of our own, where nothing else stands in its place.</summary>
    /// <param name="id">Its logical id.</param>
    /// <param name="type">Its type.</param>
    /// <param name="function">The function that it serves.</param>
    /// <param name="properties">Its properties.</param>
    /// <param name="otherwise">What is told where one that somebody wrote by that name says something else.</param>
    /// <param name="where">The resource whose condition it has; <see langword="null"/> for that of the function.</param>
    /// <returns>Whether it is there, or will be.</returns>
    public bool TryCreate(string id, string type, TemplateResource function, TemplateValue properties, RuleMessage otherwise, TemplateResource? where = null)
    {
        if (template.Find(id) is { } taken && taken.Type == type && OwnershipRecord.Read(taken)?.Function is null)
        {
            bool isSame = taken.Properties is { } written && ResourceNames.Of(template).Interpreter.AreSame(TemplateValue.FromNode(written), properties);
            if (!isSame)
            {
                findings.Add(new Finding(otherwise, taken.Entry.Key.Span));
            }

            return isSame;
        }

        Create(id, type, function, [new("Properties", properties)], where: where);
        return Find(id)?.Created is not null;
    }

    /// <summary>Asks for a resource of our own, which exists when what it serves exists.</summary>
    /// <param name="id">Its logical id.</param>
    /// <param name="type">Its type.</param>
    /// <param name="function">The function that it serves.</param>
    /// <param name="rest">Its body without the type.</param>
    /// <param name="anchor">The alias or version that it serves, when it is not the function itself.</param>
    /// <param name="former">The rest that an earlier version wrote; <see langword="null"/> when it was the same.</param>
    /// <param name="leastVisibility">The least visibility timeout of a queue.</param>
    /// <param name="where">The resource whose condition it has; <see langword="null"/> for that of the anchor or function.</param>
    public void Create(
        string id,
        string type,
        TemplateResource function,
        IEnumerable<KeyValuePair<string, TemplateValue>> rest,
        TemplateResource? anchor = null,
        IEnumerable<KeyValuePair<string, TemplateValue>>? former = null,
        long? leastVisibility = null,
        TemplateResource? where = null)
    {
        if (template.Find(id) is { } taken && OwnershipRecord.Read(taken)?.Function is null && taken.Type != type)
        {
            // One of the same type without our record was taken over by the user, who keeps it.
            findings.Add(new Finding(TemplateRules.IdIsTaken(id, type, taken.Type), taken.Entry.Key.Span));
            return;
        }

        List<KeyValuePair<string, TemplateValue>> body = [new("Type", TemplateValue.String(type))];
        string? guard = TemplateNodes.Text((where ?? anchor ?? function).Body["Condition"]);
        if ((where is null ? guard ?? TemplateNodes.Text(function.Body["Condition"]) : guard) is { } condition)
        {
            body.Add(new("Condition", TemplateValue.String(condition)));
        }

        TemplateValue? formerBody = former is null ? null : TemplateValue.Map(body.Concat(former));
        body.AddRange(rest);
        if (!_intents.TryGetValue(id, out ResourceIntent? asked))
        {
            _intents.Add(id, new ResourceIntent { Created = body, Function = function.LogicalId, Former = formerBody, LeastVisibility = leastVisibility });
            _order.Add(id);
        }
        else if (!TemplateValue.Map(body).Equals(TemplateValue.Map(asked.Created ?? [])))
        {
            findings.Add(new Finding(TemplateRules.AskForDifferent(function.LogicalId, id, TemplateValue.Map(asked.Created ?? []), TemplateValue.Map(body)), function.Entry.Key.Span));
        }
    }
}
