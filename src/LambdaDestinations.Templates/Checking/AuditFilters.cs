using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Patterns;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>What event rules, mappings and subscriptions let through by content, as far as it is known.</summary>
/// <param name="system">The templates.</param>
/// <param name="errorTypes">Gets the error types that patterns name.</param>
internal sealed class AuditFilters(AuditSystem system, ISet<string> errorTypes)
{
    /// <summary>Whether a pattern of an event rule or an archive takes an event; not known where there is none.</summary>
    /// <param name="template">Which template has it.</param>
    /// <param name="details">The map with the pattern.</param>
    /// <param name="event">The event.</param>
    public Truth MatchesRule(int template, MappingNode? details, SampleValue @event) =>
        (details?["Pattern"] ?? details?["EventPattern"]) is { } pattern ? PatternOf(template).Match(pattern, @event) : Truth.Maybe;

    /// <summary>Whether a mapping takes a message: by one of its filters, or as it has none.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="message">What Lambda polls.</param>
    public Truth PassesFilters(AuditEdge mapping, SampleValue message)
    {
        if (mapping.Edge.Details?["FilterCriteria"] is not { } criteria)
        {
            return Truth.Yes;
        }

        MappingNode[] filters = [.. FlowGraphBuilder.Maps((TemplateNodes.Follow(criteria) as MappingNode)?["Filters"])];
        return filters.Length == 0 ? Truth.Maybe : filters.Aggregate(Truth.No, (any, x) => any.Or(PassesFilter(x["Pattern"], message)));
    }

    /// <summary>Whether a filter policy lets a message through. Records have no message attributes; dead letters have three.</summary>
    /// <param name="template">Which template has the subscription.</param>
    /// <param name="subscription">The subscription.</param>
    /// <param name="sample">What was sent.</param>
    /// <param name="body">What it is at the topic.</param>
    public Truth PassesPolicy(int template, MappingNode? subscription, AuditSample sample, SampleValue body)
    {
        if (subscription?["FilterPolicy"] is not { } policy)
        {
            return Truth.Yes;
        }

        string? scope = TemplateNodes.Text(subscription["FilterPolicyScope"]);
        return scope == "MessageBody" ? PatternOf(template).Match(policy, body)
            : subscription["FilterPolicyScope"] is null || scope == "MessageAttributes" ? PatternOf(template).Match(policy, sample.Attributes)
            : Truth.Maybe;
    }

    private Truth PassesFilter(TemplateNode? pattern, SampleValue message)
    {
        if (TemplateNodes.Text(pattern) is not { } text)
        {
            return Truth.Maybe;
        }

        TemplateDocument document = TemplateParser.Parse(text, TemplateFormat.Json);
        return document.Errors.Count > 0 ? Truth.Maybe : new PatternMatcher(null, errorTypes).Match(document.Root, message);
    }

    private PatternMatcher PatternOf(int template) => new(ResourceNames.Of(system.Templates[template].Template).Interpreter, errorTypes);
}
