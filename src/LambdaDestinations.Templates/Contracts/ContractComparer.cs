using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Templates.Contracts;

/// <summary>
/// Compares the JSON shape of a contract with its baseline. Names of C# types do not count, only what is on the wire.
/// </summary>
internal sealed class ContractComparer
{
    /// <summary>
    /// How deep members of members are compared: a baseline may hold any chain of types, and the stack has an end. Nothing is said of what lies below.
    /// </summary>
    private const int MaximumDepth = 256;

    private readonly Dictionary<string, ShapeDefinition> _old;
    private readonly Dictionary<string, ShapeDefinition> _new;
    private readonly StringComparer _names;
    private readonly HashSet<(string Old, string New)> _visited = [];
    private readonly List<ContractChange> _changes = [];
    private int _depth;

    private ContractComparer(ContractShape baseline, ContractShape current, StringComparer names)
    {
        _names = names;
        _old = baseline.Definitions.ToDictionary(static x => x.Name, StringComparer.Ordinal);
        _new = current.Definitions.ToDictionary(static x => x.Name, StringComparer.Ordinal);
    }

    /// <summary>The differences, in the order of the members' names.</summary>
    /// <param name="baseline">What was written.</param>
    /// <param name="current">What reads it.</param>
    /// <param name="ignoresCase">Whether members are found by names of another case.</param>
    public static IReadOnlyList<ContractChange> Compare(ContractShape baseline, ContractShape current, bool ignoresCase = false)
    {
        ContractComparer comparer = new(baseline, current, ignoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        comparer.CompareRoot("request", baseline.Request, current.Request);
        comparer.CompareRoot("response", baseline.Response, current.Response);
        return comparer._changes;
    }

    private void CompareRoot(string path, ShapeType? old, ShapeType? current)
    {
        if (old is null || current is null)
        {
            if (old is null && current is not null)
            {
                // A handler that took or returned nothing left `null` in the record.
                Add(!current.IsNullable && current.Kind != ShapeKind.Any, ContractDifference.NewPayload(path, current.ToString()));
            }
            else if (current is null && old is not null)
            {
                Add(isBreaking: true, ContractDifference.Removed(path));
            }

            return;
        }

        CompareType(path, old, current);
    }

    private void CompareType(string path, ShapeType old, ShapeType current)
    {
        if (old.Kind == ShapeKind.Any && current.Kind == ShapeKind.Any)
        {
            return;
        }

        if (current.Kind == ShapeKind.Any)
        {
            Add(isBreaking: false, ContractDifference.Widened(path, old.ToString()));
            return;
        }

        if (old.Kind != current.Kind || (old.Kind == ShapeKind.String && !string.Equals(old.Name, current.Name, StringComparison.Ordinal)))
        {
            bool isRead = current is { Kind: ShapeKind.String, Name: null } && old.Kind is ShapeKind.String or ShapeKind.Enumeration;
            Add(!isRead, ContractDifference.Retyped(path, old.ToString(), current.ToString()));
            return;
        }

        if (old.IsNullable != current.IsNullable)
        {
            Add(old.IsNullable && RejectsNull(current), old.IsNullable ? ContractDifference.ForbidsNull(path) : ContractDifference.AllowsNull(path));
        }

        switch (current.Kind)
        {
            case ShapeKind.Enumeration:
                CompareValues(path, old, current);
                break;
            case ShapeKind.Array:
                CompareType(path + "[]", old.Element!, current.Element!);
                break;
            case ShapeKind.Map:
                CompareType(path + "{}", old.Element!, current.Element!);
                break;
            case ShapeKind.Object:
                CompareObject(path, old.Name!, current.Name!);
                break;
        }
    }

    private Dictionary<string, ShapeMember> ByName(IEnumerable<ShapeMember> members)
    {
        Dictionary<string, ShapeMember> found = new(_names);
        foreach (ShapeMember member in members)
        {
            found[member.Name] = member;
        }

        return found;
    }

    private void CompareValues(string path, ShapeType old, ShapeType current)
    {
        string[] oldValues = old.Name!.Split('|');
        string[] newValues = current.Name!.Split('|');
        foreach (string removed in oldValues.Except(newValues, StringComparer.Ordinal))
        {
            Add(isBreaking: true, ContractDifference.LostValue(path, removed));
        }

        foreach (string added in newValues.Except(oldValues, StringComparer.Ordinal))
        {
            Add(isBreaking: false, ContractDifference.NewValue(path, added));
        }
    }

    private void CompareObject(string path, string oldName, string newName)
    {
        if (_depth == MaximumDepth || !_visited.Add((oldName, newName))
            || !_old.TryGetValue(oldName, out ShapeDefinition? old) || !_new.TryGetValue(newName, out ShapeDefinition? current))
        {
            return;
        }

        Dictionary<string, ShapeMember> oldMembers = ByName(old.Members);
        Dictionary<string, ShapeMember> newMembers = ByName(current.Members);
        List<ShapeMember> added = [.. current.Members.Where(x => !oldMembers.ContainsKey(x.Name))];
        _depth++;
        foreach (ShapeMember member in old.Members)
        {
            string memberPath = $"{path}.{member.Name}";
            if (!newMembers.TryGetValue(member.Name, out ShapeMember? successor))
            {
                ShapeMember? renamed = added.FirstOrDefault(x => x.Type == member.Type);
                ContractDifference difference = renamed is null ? ContractDifference.Removed(memberPath) : ContractDifference.Renamed(memberPath, renamed.Name);
                Add(isBreaking: true, difference, isRemoval: true);
                continue;
            }

            if (successor.IsRequired && !member.IsRequired)
            {
                Add(isBreaking: true, ContractDifference.Required(memberPath));
            }

            CompareType(memberPath, member.Type, successor.Type);
        }

        _depth--;
        foreach (ShapeMember member in added)
        {
            string memberPath = $"{path}.{member.Name}";
            Add(member.IsRequired && !old.IsOpen, member.IsRequired ? ContractDifference.AddedAsRequired(memberPath) : ContractDifference.Added(memberPath));
        }
    }

    /// <summary>
    /// Whether System.Text.Json throws on a null there. It does for .NET value types; an unannotated reference type is read
    /// as null all the same (<c>RespectNullableAnnotations</c> is off by default).
    /// </summary>
    private static bool RejectsNull(ShapeType type) => type.Kind switch
    {
        ShapeKind.Integer or ShapeKind.Number or ShapeKind.Boolean or ShapeKind.Enumeration => true,
        ShapeKind.String => type.Name is not (null or "uri" or "base64" or "version"),
        _ => false,
    };

    private void Add(bool isBreaking, ContractDifference difference, bool isRemoval = false) =>
        _changes.Add(new ContractChange(isBreaking, difference, isRemoval));
}
