using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Binding;

/// <summary>A topic that alarms of a template tell.</summary>
/// <param name="Value">Its ARN as a template value.</param>
/// <param name="Id">Its logical id; <see langword="null"/> when it does not stand in the template.</param>
/// <param name="Resource">Its resource; <see langword="null"/> also where the build is to create it.</param>
internal sealed record AlarmTopic(TemplateValue Value, string? Id, TemplateResource? Resource);

/// <summary>Finds what the topics of <c>[DestinationAlarms]</c> mean in a template.</summary>
internal static class AlarmTopics
{
    /// <summary>Finds one topic.</summary>
    /// <param name="template">The template.</param>
    /// <param name="topic">The topic as the attribute has it.</param>
    /// <param name="function">A function that is to have alarms.</param>
    /// <param name="isCreated">Whether the build creates a resource.</param>
    /// <returns>The topic, or what is wrong; neither for what <see cref="AlarmsModel.Check"/> refuses.</returns>
    public static (AlarmTopic? Topic, Finding? Problem) Resolve(TemplateModel template, string topic, TemplateResource function, Predicate<string> isCreated)
    {
        if (AlarmsModel.NameOf(topic) is not { } id)
        {
            return AwsTargets.IsArn(topic) ? (new AlarmTopic(TemplateValue.String(topic), null, null), null) : default;
        }

        if (template.Find(id) is { } resource)
        {
            return resource.Type == ResourceTypes.Topic
                ? (new AlarmTopic(resource.ArnValue, id, resource), null)
                : (null, Problem(AlarmRules.IsOfOtherType(id, resource.Type), resource, topic));
        }

        if (template.HasParameter(id))
        {
            return (new AlarmTopic(TemplateValue.Ref(id), null, null), null);
        }

        if (isCreated(id))
        {
            return (new AlarmTopic(TemplateValue.Ref(id), id, null), null);
        }

        StackResource[] others = [.. InOtherStacks(template, id, function)];
        if (others.Length > 0)
        {
            return others.Select(x => StackReferences.Find(template, x)).FirstOrDefault(static x => x is not null) is { } reference
                ? (new AlarmTopic(reference, null, null), null)
                : (null, Problem(AlarmRules.TopicIsInOtherTemplate(id, TemplateGroup.NameOf(others[0].Template), function.LogicalId), function, topic));
        }

        // A macro may make it.
        return template.HasHiddenResources || !ConstructLocator.KnowsAll(template)
            ? (new AlarmTopic(TemplateValue.Ref(id), null, null), null)
            : (null, NotThere([template], id));
    }

    /// <summary>What is told of a topic that none of several templates has.</summary>
    /// <param name="templates">The templates.</param>
    /// <param name="id">The logical id that is named.</param>
    public static Finding NotThere(IReadOnlyList<TemplateModel> templates, string id)
    {
        IEnumerable<string> topics = templates.SelectMany(static x => x.Resources.Where(static y => y.Type == ResourceTypes.Topic).Select(static y => y.LogicalId));
        string? nearest = NearNames.Nearest(id, topics.Concat(templates.SelectMany(static x => x.Parameters)));
        return new Finding(AlarmRules.TopicIsNotInTemplate(id, nearest), null)
        {
            Data = new FindingData.WrittenName("@" + id),
            Suggestions = nearest is null ? default : new("@" + nearest),
        };
    }

    private static IEnumerable<StackResource> InOtherStacks(TemplateModel template, string id, TemplateResource function) => template.IsSynthesized
        ? ConstructLocator.Find(template, function, id, DestinationTargetType.Sns).Where(static x => x.Resource.Type == ResourceTypes.Topic)
        : from other in template.Given
          where !ReferenceEquals(other, template)
          let found = other.Find(id)
          where found is { Type: ResourceTypes.Topic }
          select new StackResource(other, found);

    private static Finding Problem(RuleMessage message, TemplateResource place, string topic) =>
        new(message, place.Entry.Key.Span) { Data = new FindingData.WrittenName(topic) };
}
