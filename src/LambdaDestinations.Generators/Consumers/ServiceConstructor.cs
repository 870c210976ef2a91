using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates;

namespace LambdaDestinations.Generators.Consumers;

/// <summary>The class that registers services.</summary>
/// <param name="Type">The class, fully qualified.</param>
/// <param name="IsStatic">Whether its method is static.</param>
/// <param name="IsHost">Whether it makes a <c>HostApplicationBuilder</c>, and does not fill a collection.</param>
/// <param name="Warnings">What the compiler says of the class and of its method.</param>
internal sealed record StartupModel(string Type, bool IsStatic, bool IsHost, UseWarnings Warnings);

/// <summary>How an instance of a consumer's class ends.</summary>
internal enum InstanceEnd
{
    /// <summary>Nothing is to be done.</summary>
    None,

    /// <summary>By <c>IDisposable</c>.</summary>
    Disposed,

    /// <summary>By <c>IAsyncDisposable</c>.</summary>
    DisposedAsynchronously,
}

/// <summary>The constructor of a consumer's class, of which an instance is made for each record.</summary>
/// <param name="Startup">What registers the services.</param>
/// <param name="Parameters">What it takes.</param>
/// <param name="End">How the instance ends.</param>
internal sealed record ServiceConstructor(StartupModel Startup, EquatableArray<ServiceParameter> Parameters, InstanceEnd End);

/// <summary>A parameter of such a constructor.</summary>
/// <param name="Name">The parameter's name as source.</param>
/// <param name="Type">The service, fully qualified.</param>
/// <param name="Key">The key of <c>[FromKeyedServices]</c> as source; <see langword="null"/> without one.</param>
/// <param name="IsOptional">Whether it may be null.</param>
internal sealed record ServiceParameter(string Name, string Type, string? Key, bool IsOptional);
