using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Binding;

/// <summary>
/// The targets that the handlers of an assembly create. One of them may be named by another handler's attribute before any build has created it: whether
/// the name stands for something is known once all handlers are.
/// </summary>
internal sealed class CreatedTargets
{
    private static readonly string[] Suffixes = [.. new[] { DestinationOutcome.Success, DestinationOutcome.Failure }.Select(static x => "On" + x)];

    private readonly HashSet<(string Id, DestinationTargetType Type)> _created = [];
    private readonly List<string> _unwritten = [];

    private CreatedTargets()
    {
    }

    /// <summary>Collects what some handlers create.</summary>
    public static CreatedTargets Of(IEnumerable<(HandlerModel Handler, HandlerBinding Binding)> handlers)
    {
        CreatedTargets created = new();
        foreach ((HandlerModel handler, HandlerBinding binding) in handlers)
        {
            created._created.UnionWith(binding.Destinations.Where(static x => x.CreatedId is not null).Select(static x => (x.CreatedId!, x.Model.TargetType)));
            if (binding.Function is null && handler.Function is { LogicalId: null, AnnotationsLogicalId: { } id })
            {
                created._unwritten.Add(id);
            }
        }

        return created;
    }

    /// <summary>The logical id of the target that a destination creates.</summary>
    /// <param name="function">The function.</param>
    /// <param name="source">The event source of the destination; <see langword="null"/> for none, or where it is the function itself.</param>
    /// <param name="destination">The destination.</param>
    /// <param name="type">The type of the resource.</param>
    public static string IdOf(string function, string? source, DestinationModel destination, string type) =>
        function + source + "On" + destination.Outcome + NameOf(type);

    /// <summary>The reference that gives the ARN of a created target.</summary>
    /// <param name="id">Its logical id.</param>
    /// <param name="type">The type of the resource.</param>
    public static TemplateValue ArnOf(string id, string type) => type == ResourceTypes.Topic ? TemplateValue.Ref(id) : TemplateValue.GetAtt(id, "Arn");

    /// <summary>Whether a name may be that of a created target.</summary>
    public static bool MayBe(string name, DestinationTargetType type) =>
        AwsTargets.CreatedResourceType(type) is { } resource && Array.Exists(Suffixes, x => name.Length > x.Length + NameOf(resource).Length && name.EndsWith(x + NameOf(resource), StringComparison.Ordinal));

    /// <summary>The destinations of a handler, with those that go to what another one creates.</summary>
    public IReadOnlyList<ResolvedDestination> DestinationsOf(HandlerBinding binding) => binding.Awaited.Count == 0
        ? binding.Destinations
        : [.. binding.Destinations.Concat(binding.Awaited.Select(static x => x.Destination).Where(IsCreated)).OrderBy(static x => x.Attribute.DestinationIndex)];

    /// <summary>Where outcomes of a durable function go that cannot be delivered, also where another handler creates that; <see langword="null"/> for nowhere.</summary>
    public ResolvedDestination? DeadLetterQueueOf(HandlerBinding binding) =>
        binding.DeadLetterQueue ?? (binding.AwaitedDeadLetterQueue is { Destination: var queue } && IsCreated(queue) ? queue : null);

    /// <summary>What a handler names and none creates.</summary>
    /// <param name="binding">The handler's binding.</param>
    /// <param name="isSurelyWritten">Whether each function is in the template by now; else Amazon.Lambda.Annotations may still write it.</param>
    public IEnumerable<Finding> MissingOf(HandlerBinding binding, bool isSurelyWritten) => AwaitedBy(binding)
        .Where(x => !IsCreated(x.Destination) && (isSurelyWritten || !_unwritten.Exists(y => x.Destination.SharedId!.StartsWith(y, StringComparison.Ordinal))))
        .Select(static x => x.Missing)
        .OfType<Finding>();

    /// <summary>What a handler names and another one creates, but for something that stands in its way.</summary>
    /// <param name="binding">The handler's binding.</param>
    /// <param name="isWritten">Whether a resource is to be created after all.</param>
    public IEnumerable<Finding> LostOf(HandlerBinding binding, Predicate<string> isWritten) =>
        AwaitedBy(binding).Where(x => IsCreated(x.Destination) && !isWritten(x.Destination.SharedId!)).Select(static x => x.Missing).OfType<Finding>();

    /// <summary>The destinations and the dead-letter queue that name what another handler may create.</summary>
    private static IEnumerable<(ResolvedDestination Destination, Finding? Missing)> AwaitedBy(HandlerBinding binding) =>
        binding.AwaitedDeadLetterQueue is { } queue ? binding.Awaited.Append(queue) : binding.Awaited;

    private bool IsCreated(ResolvedDestination destination) => _created.Contains((destination.SharedId!, destination.Model.TargetType));

    private static string NameOf(string type) => type.Substring(type.LastIndexOf(':') + 1);
}
