using System.Linq;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Handlers;

/// <summary>What the wrapper returns that Amazon.Lambda.Annotations generates around an API function (2.3.0, <c>GeneratedMethodModelBuilder</c>).</summary>
internal static class AnnotationsWrapper
{
    private const string Api = "Amazon.Lambda.Annotations.APIGateway.";
    private const string ProxyResponse = "Amazon.Lambda.APIGatewayEvents.APIGatewayProxyResponse";
    private const string HttpResponse = "Amazon.Lambda.APIGatewayEvents.APIGatewayHttpApiV2ProxyResponse";
    private const string LoadBalancerResponse = "Amazon.Lambda.ApplicationLoadBalancerEvents.ApplicationLoadBalancerResponse";

    /// <summary><c>HttpApiVersion.V1</c>; without a version it is the second.</summary>
    private const int FirstVersion = 0;

    /// <summary>The response, awaited; <see langword="null"/> where the wrapper returns what the method does.</summary>
    /// <param name="method">A method with <c>[LambdaFunction]</c>.</param>
    /// <param name="declared">What the method returns, awaited.</param>
    /// <param name="compilation">The compilation.</param>
    /// <returns><c>System.IO.Stream</c>, of which nothing is known, where the method returns an <c>IHttpResult</c>, and where the type is not referenced.</returns>
    public static ITypeSymbol? ResponseOf(IMethodSymbol method, ITypeSymbol? declared, Compilation compilation)
    {
        if (declared is INamedTypeSymbol result && (SymbolNames.Is(result, Api + "IHttpResult") || SymbolNames.Is(result, Api + "IAuthorizerResult")))
        {
            return Stream(compilation);
        }

        foreach (AttributeData attribute in method.GetAttributes())
        {
            string? type = attribute.AttributeClass is null ? null : SymbolNames.Metadata(attribute.AttributeClass) switch
            {
                Api + "RestApiAttribute" => ProxyResponse,
                Api + "HttpApiAttribute" => attribute.NamedArguments.Any(static x => x.Key == "Version" && x.Value.Value is FirstVersion) ? ProxyResponse : HttpResponse,
                Api + "FunctionUrlAttribute" => HttpResponse,
                "Amazon.Lambda.Annotations.ALB.ALBApiAttribute" => LoadBalancerResponse,
                _ => null,
            };
            if (type is not null)
            {
                return compilation.GetTypeByMetadataName(type) ?? Stream(compilation);
            }
        }

        return null;
    }

    private static INamedTypeSymbol? Stream(Compilation compilation) => compilation.GetTypeByMetadataName("System.IO.Stream");
}
