using System.Collections.Generic;
using System.Runtime.CompilerServices;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Templates.Binding;

/// <summary>What a handler's attributes mean in a template.</summary>
/// <param name="Function">The handler's function; <see langword="null"/> when it is not found or not the only one.</param>
/// <param name="Destinations">The destinations whose places are clear.</param>
/// <param name="Findings">What is wrong.</param>
internal sealed record HandlerBinding(TemplateResource? Function, IReadOnlyList<ResolvedDestination> Destinations, IReadOnlyList<Finding> Findings)
{
    /// <summary>The destinations that name what another handler may create, each with what is wrong if none does (<see cref="CreatedTargets"/>).</summary>
    public IReadOnlyList<(ResolvedDestination Destination, Finding? Missing)> Awaited { get; init; } = [];

    /// <summary>Where outcomes of a durable function go that cannot be delivered; <see langword="null"/> for nowhere.</summary>
    public ResolvedDestination? DeadLetterQueue { get; init; }

    /// <summary>The same, where it names what another handler may create, with what is wrong if none does; <see langword="null"/> for any other.</summary>
    public (ResolvedDestination Destination, Finding? Missing)? AwaitedDeadLetterQueue { get; init; }

    /// <summary>The binding of a handler, found once for all who ask with the same template and handler.</summary>
    public static HandlerBinding Of(TemplateModel template, HandlerModel handler) =>
        template.Derive(static _ => new Known()).ByHandler.GetValue(handler, x => DestinationResolver.Resolve(template, x));

    /// <summary>A template outlives the handlers in an editor, where each keystroke may make new ones.</summary>
    private sealed class Known
    {
        public ConditionalWeakTable<HandlerModel, HandlerBinding> ByHandler { get; } = new();
    }
}
