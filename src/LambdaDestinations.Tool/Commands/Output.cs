using System;
using System.IO;
using System.Text;
using LambdaDestinations.Build;
using LambdaDestinations.Tool.Inputs;

namespace LambdaDestinations.Tool.Commands;

/// <summary>Results go to a file, whole or not at all, or to standard output.</summary>
internal static class Output
{
    /// <summary>Writes text as UTF-8.</summary>
    /// <param name="console">Where standard output is.</param>
    /// <param name="file">The file; <see langword="null"/> or <c>-</c> for standard output.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="ToolException">The file cannot be written.</exception>
    public static void Write(ToolConsole console, string? file, string text)
    {
        if (file is null or "-")
        {
            console.Output.Write(text);
            return;
        }

        string path = TemplatePaths.Full(console.Folder, file);
        try
        {
            TemplateStore.WriteAtomically(path, Encoding.UTF8.GetBytes(text));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ToolException($"'{file}' cannot be written: {error.Message}");
        }
    }
}
