using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Build;

/// <summary>Reads the definitions of state machines in files beside a template. Of one that cannot be read nothing is known, as of one that nobody reads.</summary>
internal static class DefinitionFiles
{
    /// <summary>The files that a template's state machines name, be they there or not, by the logical ids of the machines.</summary>
    /// <param name="path">The template's file.</param>
    /// <param name="bytes">What is in it.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="DecoderFallbackException">It is not UTF-8.</exception>
    public static IEnumerable<(string Machine, string File)> NamedBy(string path, byte[] bytes, CancellationToken cancellationToken) =>
        MayName(Encoding.UTF8.GetString(bytes)) ? NamedBy(new TemplateSource(path, TemplateFile.Parse(path, bytes, cancellationToken))) : [];

    // A key that is written with escapes is not looked for: nobody writes it so.
    private static bool MayName(string text) => StateMachineDefinition.Elsewhere.Any(x => text.IndexOf(x, StringComparison.Ordinal) is not -1);

    private static IEnumerable<(string Machine, string File)> NamedBy(TemplateSource source)
    {
        if (!MayName(source.Document.Text))
        {
            yield break;
        }

        foreach (TemplateResource machine in TemplateModel.Read(source.Document).Resources)
        {
            if (DefinitionFile.PathOf(machine) is { } path && FullPath(source.Stage, path) is { } file)
            {
                yield return (machine.LogicalId, file);
            }
        }
    }

    /// <summary>A template with the definitions that it names.</summary>
    /// <param name="source">The template.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    public static TemplateSource Complete(TemplateSource source, CancellationToken cancellationToken)
    {
        Dictionary<string, TemplateDocument> definitions = new(StringComparer.Ordinal);
        foreach ((string machine, string file) in NamedBy(source))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Read(file, cancellationToken) is { } document)
            {
                definitions.Add(machine, document);
            }
        }

        return definitions.Count == 0 ? source : source with { Definitions = definitions };
    }

    private static string? FullPath(string folder, string path)
    {
        try
        {
            return Path.GetFullPath(Path.Combine(folder, path.Replace('\\', '/')));
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException or PathTooLongException)
        {
            return null;
        }
    }

    private static TemplateDocument? Read(string file, CancellationToken cancellationToken)
    {
        try
        {
            return File.Exists(file) ? TemplateFile.Parse(file, TemplateStore.Read(file), cancellationToken) : null;
        }
        catch (Exception error) when (error is DecoderFallbackException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
