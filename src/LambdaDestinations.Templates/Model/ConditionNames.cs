using System;
using System.Collections.Generic;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Model;

/// <summary>
/// What names in <c>Conditions</c> stand for, whatever the deployment: parameters, pseudo parameters and mappings, but no resources (AWS CloudFormation
/// User Guide, "Conditions").
/// </summary>
/// <param name="template">The template.</param>
internal sealed class ConditionNames(TemplateModel template) : INames
{
    /// <inheritdoc />
    public bool IsOfDeployment => false;

    /// <inheritdoc />
    public ConditionFacts? Facts => null;

    /// <inheritdoc />
    public SymbolicText? TextOf(Reference reference, Interpreter interpreter) =>
        !reference.IsRef ? null
        : reference.Id.StartsWith(PseudoParameters.Prefix, StringComparison.Ordinal) ? PseudoParameters.Find(reference.Id)
        : template.ParameterValues(reference.Id) is [var only] ? SymbolicText.Of(only)
        : null;

    /// <inheritdoc />
    public TemplateValue? ListOf(Reference reference) => null;

    /// <inheritdoc />
    public bool AreOfOneResource(SymbolicText one, SymbolicText other) => false;

    /// <inheritdoc />
    public OpenReason? WhyUnknown(Reference reference) => null;

    /// <inheritdoc />
    public TemplateValue? Mapping(string map, string topLevelKey, string secondLevelKey) => template.Mapping(map, topLevelKey, secondLevelKey);

    /// <inheritdoc />
    public IEnumerable<string> MappingKeys(string map, string? topLevelKey) => template.MappingKeys(map, topLevelKey);

    /// <inheritdoc />
    public IReadOnlyList<string>? AllowedValues(Reference reference) => reference.IsRef ? template.ParameterValues(reference.Id) : null;

    /// <inheritdoc />
    public TemplateValue? Condition(string name) => template.Condition(name);
}
