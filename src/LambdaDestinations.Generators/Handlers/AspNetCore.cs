using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Handlers;

/// <summary>
/// What ASP.NET Core calls for a request. Amazon.Lambda.AspNetCoreServer deploys the whole application as one function, so none of it is a handler.
/// </summary>
internal static class AspNetCore
{
    /// <summary>A type that is there where an application of minimal hosting is built.</summary>
    public const string WebApplication = "Microsoft.AspNetCore.Builder.WebApplication";

    private const string Namespace = "Microsoft.AspNetCore";

    /// <summary>Whether a method is an action of a controller.</summary>
    public static bool IsAction(IMethodSymbol method)
    {
        for (INamedTypeSymbol? type = method.ContainingType; type is not null; type = type.BaseType)
        {
            if (SymbolNames.Is(type, "Microsoft.AspNetCore.Mvc.ControllerBase") || SymbolAttributes.Find(type, "Microsoft.AspNetCore.Mvc.ApiControllerAttribute") is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether ASP.NET Core declares a method: <c>MapGet</c>, say.</summary>
    public static bool Declares(IMethodSymbol method) =>
        SymbolNames.MetadataNamespace(method.ContainingType) is var space && (space == Namespace || space.StartsWith(Namespace + ".", System.StringComparison.Ordinal));
}
