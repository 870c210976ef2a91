using System;

namespace LambdaDestinations.Tool;

/// <summary>An error of the user's: one sentence, no stack trace, exit code 2.</summary>
internal sealed class ToolException(string message) : Exception(message);
