using System.IO;

namespace LambdaDestinations.Build;

/// <summary>Something else wrote a template during each attempt to update it.</summary>
internal sealed class TemplateRaceException(string message) : IOException(message);
