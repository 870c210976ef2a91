using System;
using System.Collections.Generic;
using Constructs;

namespace LambdaDestinations.Cdk;

/// <summary>How attributes are applied to constructs.</summary>
public sealed class ApplyOptions
{
    private readonly Dictionary<string, IConstruct> _constructs = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether a handler may have no function below the scope of <see cref="Destinations.Apply"/>, such as one that another app deploys. Default:
    /// <see langword="false"/>, which is an error.
    /// </summary>
    public bool AllowMissingFunctions { get; set; }

    /// <summary>Names the construct that <c>"@name"</c> of an attribute means, whatever its own id is.</summary>
    /// <param name="name">The name behind <c>@</c>, or the <c>EventSource</c> of an attribute.</param>
    /// <param name="construct">
    /// An <c>IQueue</c>, <c>ITopic</c>, <c>IFunction</c>, <c>IEventBus</c> or <c>IBucket</c>, which may be imported; or, for an event source, the
    /// <c>EventSourceMapping</c>.
    /// </param>
    /// <returns>These options.</returns>
    public ApplyOptions Resolve(string name, IConstruct construct)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(construct);
        _constructs[name.StartsWith('@') ? name[1..] : name] = construct;
        return this;
    }

    /// <summary>The construct of a name; <see langword="null"/> when none was named.</summary>
    internal IConstruct? Find(string name) => _constructs.GetValueOrDefault(name);
}
