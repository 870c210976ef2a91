using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Iam;

/// <summary>
/// The resources of a role's statements, by how they end. Most end in a name, and another name at the end of a resource is another
/// resource; a role that many functions share has a statement for each of their targets.
/// </summary>
internal sealed class ResourceIndex
{
    private readonly List<(PolicyStatement Statement, SymbolicText? Pattern)> _all = [];
    private readonly Dictionary<string, List<int>> _byEnding = new(StringComparer.Ordinal);
    private readonly List<int> _placeholders = [];
    private readonly List<int> _literals = [];
    private readonly List<int> _others = [];

    public ResourceIndex(IEnumerable<PolicyStatement> statements)
    {
        foreach (PolicyStatement statement in statements)
        {
            // A statement about everything but some resources is looked at as a whole.
            foreach (SymbolicText? pattern in statement.Resources?.AsEnumerable<SymbolicText?>() ?? [null])
            {
                (TextEnding kind, string name) = pattern?.Ending(isPattern: true) ?? default;
                if (kind != TextEnding.Open)
                {
                    if (!_byEnding.TryGetValue(name, out List<int>? same))
                    {
                        _byEnding.Add(name, same = []);
                    }

                    same.Add(_all.Count);
                }

                (kind switch { TextEnding.Placeholder => _placeholders, TextEnding.Literal => _literals, _ => _others }).Add(_all.Count);
                _all.Add((statement, pattern));
            }
        }
    }

    /// <summary>The statements that may speak of a resource, in their order, and whether they do.</summary>
    public IEnumerable<(PolicyStatement Statement, Truth IsOnResource)> Of(SymbolicText resource)
    {
        int[] found = [.. MayMatch(resource)];
        Array.Sort(found);
        for (int i = 0; i < found.Length;)
        {
            PolicyStatement statement = _all[found[i]].Statement;
            Truth truth = Truth.No;
            for (; i < found.Length && ReferenceEquals(_all[found[i]].Statement, statement); i++)
            {
                truth = truth.Or(_all[found[i]].Pattern is { } pattern ? PolicyStatement.MatchesArn(pattern, resource) : statement.IsOnNotExcepted(resource));
            }

            yield return (statement, truth);
        }
    }

    private IEnumerable<int> MayMatch(SymbolicText resource)
    {
        (TextEnding kind, string name) = resource.Ending(isPattern: false);
        return kind == TextEnding.Open
            ? Enumerable.Range(0, _all.Count)
            : _others.Concat(kind == TextEnding.Placeholder ? _literals : _placeholders).Concat(_byEnding.TryGetValue(name, out List<int>? same) ? same : []);
    }
}
