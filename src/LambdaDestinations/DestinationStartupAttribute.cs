using System;

namespace LambdaDestinations;

/// <summary>
/// Marks the class that registers the services which consumers take by their constructors: <c>void ConfigureServices(IServiceCollection services)</c>, or
/// <c>HostApplicationBuilder ConfigureHostBuilder()</c>, static or of an instance that a parameterless constructor makes. The generated entry points build the
/// container once, at the first record, and make a scope and an instance of the consumer's class for each record.
/// </summary>
/// <remarks>
/// One class of a project has it. Without it the class with <c>[LambdaStartup]</c> of Amazon.Lambda.Annotations is taken. Both need a reference to
/// Microsoft.Extensions.DependencyInjection.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class DestinationStartupAttribute : Attribute
{
}
