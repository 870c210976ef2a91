using System;

namespace LambdaDestinations.Testing.Wiring;

/// <summary>A handler string that Lambda could not load either.</summary>
internal sealed class HandlerBindingException(string message) : Exception(message);
