using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Iam;

/// <summary>Where a statement stands.</summary>
/// <param name="Path">From the template's root: <c>Resources.Role.Properties.Policies[0].PolicyDocument.Statement[1]</c>.</param>
/// <param name="Span">Its place in the text.</param>
/// <param name="Owner">The resource that holds it.</param>
/// <param name="Policy">The policy, when it is made beside the role; <see langword="null"/> when it comes with the role.</param>
internal sealed record StatementPlace(string Path, SourceSpan Span, TemplateResource Owner, AttachedPolicy? Policy = null)
{
    /// <summary>A place below this one.</summary>
    internal StatementPlace At(string step, TemplateNode node) => this with { Path = Path + step, Span = node.Span };
}

/// <summary>A policy that is made beside the role to which it is attached, so that what uses the role may come before it.</summary>
/// <param name="Id">What <c>DependsOn</c> names to wait for it: the policy's logical id, or that of the SAM connector that becomes it.</param>
/// <param name="IsOfConnector">Whether SAM makes it of a connector.</param>
internal sealed record AttachedPolicy(string Id, bool IsOfConnector = false);

/// <summary>One statement of a policy, with what the template leaves open.</summary>
internal sealed class PolicyStatement
{
    private readonly SymbolicText[] _actions;
    private readonly SymbolicText[] _resources;
    private readonly bool _isNotAction;
    private readonly bool _isNotResource;
    private readonly Truth _applies;
    private readonly bool _isOwnAccountOnly;
    private readonly ConditionSet _when;

    internal PolicyStatement(
        StatementPlace place,
        bool isDeny,
        SymbolicText[] actions,
        SymbolicText[] resources,
        Truth applies = Truth.Yes,
        bool isNotAction = false,
        bool isNotResource = false,
        string? policyName = null,
        bool isGrantedForDestination = false,
        bool isOwnAccountOnly = false,
        ConditionSet when = default)
    {
        Place = place;
        IsDeny = isDeny;
        _actions = actions;
        _resources = resources;
        _applies = applies;
        _isNotAction = isNotAction;
        _isNotResource = isNotResource;
        PolicyName = policyName;
        IsGrantedForDestination = isGrantedForDestination;
        _isOwnAccountOnly = isOwnAccountOnly;
        _when = when;
    }

    /// <summary>Where it stands, or what of the template brings it in.</summary>
    public StatementPlace Place { get; }

    /// <summary>Whether it denies.</summary>
    public bool IsDeny { get; }

    /// <summary>The policy that it stands in, when that is made beside the role; <see langword="null"/> when it comes with the role.</summary>
    public AttachedPolicy? Policy => Place.Policy;

    /// <summary>The AWS managed policy, SAM policy template or connector that it comes from.</summary>
    public string? PolicyName { get; }

    /// <summary>Whether SAM adds it for a destination by itself.</summary>
    internal bool IsGrantedForDestination { get; }

    /// <summary>A policy whose content the template does not show: it may allow anything.</summary>
    internal static PolicyStatement Hidden(StatementPlace place, string? policyName = null)
    {
        SymbolicText[] all = [SymbolicText.Of("*")];
        return new PolicyStatement(place, false, all, all, Truth.Maybe, policyName: policyName) { IsHidden = true };
    }

    /// <summary>Whether the template does not show what it says.</summary>
    internal bool IsHidden { get; private init; }

    /// <summary>The resources that the statement speaks of; <see langword="null"/> when it speaks of all but some.</summary>
    internal IReadOnlyList<SymbolicText>? Resources => _isNotResource ? null : _resources;

    /// <summary>Whether the statement speaks of an action on a resource.</summary>
    /// <param name="action">In lower case: actions compare without case.</param>
    /// <param name="isOnResource">Whether it speaks of the resource, on whatever action.</param>
    /// <param name="isOwn">Whether the resource surely belongs to the stack's account.</param>
    /// <param name="scope">The conditions that are taken to hold.</param>
    internal Truth AppliesTo(SymbolicText action, Truth isOnResource, bool isOwn, ConditionScope scope)
    {
        Truth truth = _applies.And(_isOwnAccountOnly && !isOwn ? Truth.Maybe : Truth.Yes).And(isOnResource);
        truth = truth == Truth.No ? Truth.No : truth.And(Matches(_actions, action, _isNotAction));
        return truth == Truth.No ? Truth.No : truth.And(scope.Holds(_when));
    }

    /// <summary>Whether a statement about all resources but some speaks of one, on whatever action.</summary>
    internal Truth IsOnNotExcepted(SymbolicText resource) => _resources.Aggregate(Truth.No, (truth, x) => truth.Or(MatchesArn(x, resource))).Not();

    /// <summary>Whether the statement speaks of a resource, on whatever action.</summary>
    internal Truth IsOn(SymbolicText resource) => Resources is { } resources
        ? resources.Aggregate(Truth.No, (truth, x) => truth.Or(MatchesArn(x, resource)))
        : IsOnNotExcepted(resource);

    /// <summary>Whether the statement speaks of an action at all, on whatever resource.</summary>
    internal Truth IsAbout(string action) => Matches(_actions, SymbolicText.Of(action.ToLowerInvariant()), _isNotAction);

    private static Truth Matches(SymbolicText[] patterns, SymbolicText text, bool negated)
    {
        Truth any = Truth.No;
        for (int i = 0; i < patterns.Length && any != Truth.Yes; i++)
        {
            any = any.Or(patterns[i].Matches(text));
        }

        return negated ? any.Not() : any;
    }

    /// <summary>
    /// IAM compares the six parts of an ARN one by one, so a wildcard of the account does not reach into the resource. A pattern
    /// with fewer parts is not what the service's documentation allows, so nothing is said for sure.
    /// </summary>
    internal static Truth MatchesArn(SymbolicText pattern, SymbolicText resource)
    {
        if (pattern.IsStar)
        {
            return Truth.Yes;
        }

        Truth whole = pattern.Matches(resource);
        if (whole != Truth.Yes)
        {
            return whole;
        }

        IReadOnlyList<SymbolicText> patternParts = pattern.Split(':', 6);
        IReadOnlyList<SymbolicText> parts = resource.Split(':', 6);
        return patternParts.Count == parts.Count && patternParts.Zip(parts, static (x, y) => x.Matches(y)).All(static x => x == Truth.Yes) ? Truth.Yes : Truth.Maybe;
    }
}
