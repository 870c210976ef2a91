using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Templates.Contracts;

/// <summary>A difference between a contract and its baseline.</summary>
/// <param name="IsBreaking">
/// Whether a record of the old shape, which may wait in a queue for days, would be read wrongly or not at all.
/// </param>
/// <param name="Difference">Where and what.</param>
/// <param name="IsRemoval">Whether a member is gone: a reader that never wanted it is not harmed.</param>
internal sealed record ContractChange(bool IsBreaking, ContractDifference Difference, bool IsRemoval = false);
