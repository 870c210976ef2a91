using System.Collections.Generic;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Values;

/// <summary>
/// What the names of a template stand for: its resources, parameters, mappings and conditions. Symbolic, a name may stay open; for one
/// deployment, whose parameters are given, it has a value.
/// </summary>
internal interface INames
{
    /// <summary>Whether they stand for one deployment: parameters and conditions have values. Else conditions are taken as open.</summary>
    public bool IsOfDeployment { get; }

    /// <summary>Which conditions can hold together; <see langword="null"/> where that is not asked.</summary>
    public ConditionFacts? Facts { get; }

    /// <summary>The text that a reference gives, as far as it is known.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="interpreter">Works out what the text is made of, under the conditions that are taken to hold.</param>
    /// <returns><see langword="null"/> when nothing is known of it.</returns>
    public SymbolicText? TextOf(Reference reference, Interpreter interpreter);

    /// <summary>The list that a reference gives: a parameter of a list type; <see langword="null"/> when it is none, or not known.</summary>
    public TemplateValue? ListOf(Reference reference);

    /// <summary>Whether two texts are the ARN of one resource of the template, where a literal partition or region is taken for the stack's.</summary>
    public bool AreOfOneResource(SymbolicText one, SymbolicText other);

    /// <summary>Why a reference has no known text; <see langword="null"/> where any reference may be open.</summary>
    public OpenReason? WhyUnknown(Reference reference);

    /// <summary>A value of <c>Mappings</c>; <see langword="null"/> when it is not there.</summary>
    public TemplateValue? Mapping(string map, string topLevelKey, string secondLevelKey);

    /// <summary>The keys of a mapping, or those below one of them; none when it is not there.</summary>
    /// <param name="map">The mapping.</param>
    /// <param name="topLevelKey">The key whose own keys are asked for; <see langword="null"/> for those of the mapping.</param>
    public IEnumerable<string> MappingKeys(string map, string? topLevelKey);

    /// <summary>The only texts that a reference can give: what a parameter allows; <see langword="null"/> when it may be any.</summary>
    public IReadOnlyList<string>? AllowedValues(Reference reference);

    /// <summary>What <c>Conditions</c> says of a condition; <see langword="null"/> when it is not there.</summary>
    public TemplateValue? Condition(string name);
}
