using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Manifest;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Consumers;

/// <summary>A handler that a consumer names, as far as it is known. Only analyzers use it: it holds symbols.</summary>
/// <param name="Display">Its name for people.</param>
/// <param name="Method">Its symbol; <see langword="null"/> when it is hidden in another assembly.</param>
/// <param name="Response">What it gives, awaited; <see langword="null"/> for nothing, or when it is not known.</param>
/// <param name="Handler">Its destinations; <see langword="null"/> when it declares none, or is not a valid handler.</param>
/// <param name="HasDestination">Whether it has a destination attribute at all.</param>
internal sealed record Producer(string Display, IMethodSymbol? Method, ITypeSymbol? Response, HandlerModel? Handler, bool HasDestination)
{
    /// <summary>What it takes; <see langword="null"/> for nothing, or when it is not known.</summary>
    public ITypeSymbol? Request => Method is null ? null : HandlerReader.RequestType(Method, HandlerReader.ReadTriggers(Method));
}
