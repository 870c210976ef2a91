using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>A value that is compared with another one, however the code spells it.</summary>
/// <param name="Value">The value.</param>
/// <param name="Other">What it is compared with.</param>
internal readonly record struct Comparison(IOperation Value, IOperation Other);

/// <summary>Finds comparisons: <c>==</c>, <c>!=</c>, <c>Equals</c>, and constant patterns in <c>is</c> and <c>switch</c>.</summary>
internal static class Comparisons
{
    /// <summary>The comparisons that an operation makes, both ways round.</summary>
    public static IEnumerable<Comparison> Of(IOperation operation)
    {
        switch (operation)
        {
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } binary:
                return Both(binary.LeftOperand, binary.RightOperand);
            case IInvocationOperation { TargetMethod: { Name: "Equals", IsStatic: false }, Instance: { } instance, Arguments: [var argument, ..] }:
                return Both(instance, argument.Value);
            case IInvocationOperation { TargetMethod: { Name: "Equals", IsStatic: true, ContainingType.SpecialType: SpecialType.System_String }, Arguments: [var first, var second, ..] }:
                return Both(first.Value, second.Value);
            case IConstantPatternOperation pattern when InputOf(pattern) is { } input:
                return [new Comparison(Unwrap(input), Unwrap(pattern.Value))];
            case ISingleValueCaseClauseOperation { Parent.Parent: ISwitchOperation @switch } clause:
                return [new Comparison(Unwrap(@switch.Value), Unwrap(clause.Value))];
            default:
                return [];
        }
    }

    /// <summary>An operation without conversions, parentheses and conditional access around it.</summary>
    public static IOperation Unwrap(IOperation operation) => operation switch
    {
        IConversionOperation { OperatorMethod: null } conversion => Unwrap(conversion.Operand),
        IParenthesizedOperation parenthesized => Unwrap(parenthesized.Operand),
        IConditionalAccessOperation access => Unwrap(access.WhenNotNull),
        _ => operation,
    };

    private static Comparison[] Both(IOperation left, IOperation right) =>
        [new Comparison(Unwrap(left), Unwrap(right)), new Comparison(Unwrap(right), Unwrap(left))];

    /// <summary>What a pattern is matched against.</summary>
    private static IOperation? InputOf(IOperation pattern) => pattern.Parent switch
    {
        IIsPatternOperation match => match.Value,
        IPropertySubpatternOperation property => property.Member,
        ISwitchExpressionArmOperation { Parent: ISwitchExpressionOperation @switch } => @switch.Value,
        IPatternCaseClauseOperation { Parent.Parent: ISwitchOperation @switch } => @switch.Value,
        IBinaryPatternOperation or INegatedPatternOperation => InputOf(pattern.Parent),
        _ => null,
    };
}
