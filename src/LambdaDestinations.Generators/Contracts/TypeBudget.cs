using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Contracts;

/// <summary>
/// How far a walk over a user's types goes. <c>class Page&lt;T&gt; { Page&lt;Page&lt;T&gt;&gt;? Outer; }</c> has ever more types without an end, each
/// larger than the one before, and the compiler takes it. What lies beyond is any type: nothing is said of it.
/// </summary>
internal static class TypeBudget
{
    /// <summary>The most types that one contract may reach.</summary>
    public const int ContractTypes = 1000;

    /// <summary>The most types that a <c>JsonSerializerContext</c> may reach.</summary>
    public const int ContextTypes = 20_000;

    /// <summary>The most names in one type: <c>Dictionary&lt;string, List&lt;int&gt;&gt;</c> has four. No type that a person writes comes near.</summary>
    private const int Names = 64;

    /// <summary>Whether a type has more names than one that a person writes.</summary>
    public static bool IsBeyond(ITypeSymbol type)
    {
        int left = Names;
        return Spend(type, ref left);
    }

    /// <summary>Takes a type's names from what is left; every step takes one, so it ends and is never deeper than what was left.</summary>
    private static bool Spend(ITypeSymbol type, ref int left)
    {
        if (--left < 0)
        {
            return true;
        }

        if (type is IArrayTypeSymbol array)
        {
            return Spend(array.ElementType, ref left);
        }

        for (INamedTypeSymbol? level = type as INamedTypeSymbol; level is not null; level = level.ContainingType)
        {
            foreach (ITypeSymbol argument in level.TypeArguments)
            {
                if (Spend(argument, ref left))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
