using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;

namespace LambdaDestinations.Templates.Binding;

/// <summary>
/// When the event of a consumer's function can be there. It refers to what holds the records, which the build may be about to create, to the
/// producer's function in a pattern, and to the alias that is invoked. An event of SAM has the condition of its function, and a resource has one.
/// </summary>
internal static class SourceConditions
{
    /// <summary>
    /// Whether the event stands in the SAM function itself. Amazon.Lambda.Annotations writes <c>Events</c> of its functions, and drops others'.
    /// </summary>
    public static bool IsInSam(TemplateResource function) => function.Type == ResourceTypes.ServerlessFunction && !AnnotationsFacts.Owns(function);

    /// <summary>
    /// The only alias of a function by which an event invokes it; <see langword="null"/> for the function itself, and where an alias is not a resource.
    /// </summary>
    /// <param name="template">The template.</param>
    /// <param name="function">The function.</param>
    /// <param name="qualifier">From <c>[AsyncInvocation]</c>; <see langword="null"/> when it names none.</param>
    public static TemplateResource? AliasOf(TemplateModel template, TemplateResource function, string? qualifier) =>
        DestinationConfiguration.Of(template).Of(function).Aliases
            .Where(x => qualifier is null || x.Name == qualifier)
            .Select(static x => x.Resource)
            .OfType<TemplateResource>()
            .ToArray() is [var only] ? only : null;

    /// <summary>What the event refers to and may lack; <see langword="null"/> when it is there wherever the event is.</summary>
    /// <param name="template">The template.</param>
    /// <param name="function">The consumer's function.</param>
    /// <param name="source">What holds the records.</param>
    /// <param name="qualifier">From <c>[AsyncInvocation]</c>.</param>
    /// <param name="guard">The resource whose condition the resources of the event have; <see langword="null"/> for the function.</param>
    public static (string Name, string Condition)? Find(
        TemplateModel template, TemplateResource function, ResolvedSource source, string? qualifier, out TemplateResource? guard)
    {
        guard = null;
        (string Name, TemplateResource Resource)[] referred = [.. ReferredTo(template, function, source, qualifier)];
        if (Missing(template, function, referred) is not { } missing)
        {
            return null;
        }

        if (IsInSam(function))
        {
            return missing;
        }

        guard = referred.Select(static x => x.Resource).FirstOrDefault(x => Missing(template, x, [.. referred, (function.LogicalId, function)]) is null);
        bool mayLackSource = Missing(template, function, [.. referred.Where(static x => x.Resource.Type != ResourceTypes.Alias)]) is not null;
        return guard is null || (mayLackSource && NeedsPolicy(template, function, source)) ? missing : null;
    }

    private static IEnumerable<(string Name, TemplateResource Resource)> ReferredTo(
        TemplateModel template, TemplateResource function, ResolvedSource source, string? qualifier)
    {
        if (source.IsCreated && CreatorOf(template, source.Id) is { } creator)
        {
            // It gets the condition of the function that sends there.
            yield return (creator.LogicalId, creator);
        }

        if (source.Target is { } target)
        {
            yield return (source.Id, target);
        }

        if (source is { IsFiltered: true, Producer: { } producer })
        {
            yield return (producer.LogicalId, producer);
        }

        if (!IsInSam(function) && AliasOf(template, function, qualifier) is { } alias)
        {
            yield return (alias.LogicalId, alias);
        }
    }

    /// <summary>The function for which the build creates a resource of that name, which begins with that of the function.</summary>
    private static TemplateResource? CreatorOf(TemplateModel template, string id) =>
        template.Resources
            .Where(x => x.IsFunction && id.StartsWith(x.LogicalId, StringComparison.Ordinal))
            .OrderByDescending(static x => x.LogicalId.Length)
            .FirstOrDefault();

    private static (string Name, string Condition)? Missing(TemplateModel template, TemplateResource where, (string Name, TemplateResource Resource)[] referred)
    {
        foreach ((string name, TemplateResource resource) in referred)
        {
            if (TargetConditions.Missing(template, resource, where.Conditions()) is { } condition)
            {
                return (name, condition);
            }
        }

        return null;
    }

    /// <summary>Whether the policy that lets the function read the queue would be written, which has the condition of the function.</summary>
    private static bool NeedsPolicy(TemplateModel template, TemplateResource function, ResolvedSource source)
    {
        if (source.Type != DestinationTargetType.Sqs || FunctionRole.Of(template, function)?.LogicalId is null)
        {
            return false;
        }

        PermissionEvaluator permissions = PermissionEvaluator.WithoutOurs(template);
        IEnumerable<RequiredGrant> ofKey = source.Target is null ? [] : RequiredGrant.ForKeyOfReader(template, source.Target);
        return RequiredGrant.ForReading(source.Value).Concat(ofKey).Any(x => permissions.Evaluate(function, x).Decision != PermissionDecision.Granted);
    }
}
