using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using LambdaDestinations.Templates.Updating;

namespace LambdaDestinations.Build;

/// <summary>
/// What a run saw that had nothing to do and nothing to tell, so that the next one need not look: cleaning an output changes neither
/// attributes nor template.
/// </summary>
internal sealed class UpdateNote
{
    private readonly string _path;
    private readonly string _inputs;

    /// <summary>A note about a run.</summary>
    /// <param name="path">The file of the note.</param>
    /// <param name="mode">The mode of the run.</param>
    /// <param name="assemblyName">The assembly.</param>
    /// <param name="checksAll">Whether the run tells what the analyzers tell elsewhere.</param>
    /// <param name="manifest">The assembly's manifest.</param>
    /// <param name="definitions">The files beside the templates that decide with them.</param>
    public UpdateNote(string path, string mode, string assemblyName, bool checksAll, string? manifest, IEnumerable<string> definitions)
    {
        // Together with the templates, all that decides what a run does.
        _path = path;
        _inputs = string.Join(
            "\n",
            typeof(UpdateNote).Module.ModuleVersionId,
            typeof(TemplateUpdater).Module.ModuleVersionId,
            mode,
            assemblyName,
            checksAll,
            manifest is null ? "" : TemplateStore.HashOf(Encoding.UTF8.GetBytes(manifest)),
            string.Join(",", definitions.Select(HashOf)));
    }

    /// <summary>Whether the note is about such a run with templates as they are now. A note or a template that cannot be read is about nothing: the run tells why.</summary>
    public bool IsAbout(IReadOnlyList<string> templates)
    {
        try
        {
            return templates.Count > 0 && File.Exists(_path) && templates.All(File.Exists) && File.ReadAllText(_path) == TextFor(templates.Select(File.ReadAllBytes));
        }
        catch (Exception error) when (IsOfFiles(error))
        {
            return false;
        }
    }

    /// <summary>Writes the note, which only saves work: nothing fails without it.</summary>
    /// <returns>Why it could not be written; <see langword="null"/> when it was.</returns>
    public string? TryWrite(IEnumerable<byte[]> templates)
    {
        try
        {
            File.WriteAllText(_path, TextFor(templates));
            return null;
        }
        catch (Exception error) when (IsOfFiles(error))
        {
            return error.Message;
        }
    }

    /// <summary>The hash of a file; empty when it is not there, or cannot be read, as the run then knows nothing of it.</summary>
    private static string HashOf(string file)
    {
        try
        {
            return File.Exists(file) ? TemplateStore.HashOf(File.ReadAllBytes(file)) : "";
        }
        catch (Exception error) when (IsOfFiles(error))
        {
            return "";
        }
    }

    private static bool IsOfFiles(Exception error) => error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private string TextFor(IEnumerable<byte[]> templates) => _inputs + "\n" + string.Join("\n", templates.Select(TemplateStore.HashOf));
}
