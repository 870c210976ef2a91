using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Build;

/// <summary>Reads the definitions of state machines in files beside a template. Of one that cannot be read nothing is known, as of one that nobody reads.</summary>
internal static class DefinitionFiles
{
    private const string Setting = "Definition";

    /// <summary>A template with the definitions that it names.</summary>
    /// <param name="source">The template.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    public static TemplateSource Complete(TemplateSource source, CancellationToken cancellationToken)
    {
        if (source.Document.Text.IndexOf(Setting, StringComparison.Ordinal) < 0)
        {
            return source;
        }

        Dictionary<string, TemplateDocument> definitions = new(StringComparer.Ordinal);
        foreach (TemplateResource machine in TemplateModel.Read(source.Document).Resources)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (DefinitionFile.PathOf(machine) is { } path && Read(source.Stage, path, cancellationToken) is { } document)
            {
                definitions.Add(machine.LogicalId, document);
            }
        }

        return definitions.Count == 0 ? source : source with { Definitions = definitions };
    }

    private static TemplateDocument? Read(string folder, string path, CancellationToken cancellationToken)
    {
        try
        {
            string file = Path.Combine(folder, path.Replace('\\', '/'));
            return File.Exists(file) ? TemplateFile.Parse(file, TemplateStore.Read(file), cancellationToken) : null;
        }
        catch (Exception error) when (error is DecoderFallbackException or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
