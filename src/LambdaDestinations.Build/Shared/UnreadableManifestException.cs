using System;

namespace LambdaDestinations.Build;

/// <summary>A file has no manifest that can be read: it is missing, not an assembly, or its manifest is broken or of another version.</summary>
internal sealed class UnreadableManifestException(string message, Exception? innerException = null) : Exception(message, innerException);
