using LambdaDestinations.Testing.Delivery;
using LambdaDestinations.Testing.Functions;

namespace LambdaDestinations.Testing.Asynchronous;

/// <summary>What an asynchronous event needs on its way.</summary>
/// <param name="Create">Makes its invocations.</param>
/// <param name="Dispatcher">Delivers its record and its dead-letter message.</param>
/// <param name="Open">Where it is listed until it ends.</param>
internal sealed record AsyncServices(CreateInvocation Create, DestinationDispatcher Dispatcher, OpenEvents Open);
