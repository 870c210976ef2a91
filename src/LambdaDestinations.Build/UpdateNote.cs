using System;
using System.IO;
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
    public UpdateNote(string path, string mode, string assemblyName, bool checksAll, string? manifest)
    {
        // Together with the template, all that decides what a run does.
        _path = path;
        _inputs = string.Join(
            "\n",
            typeof(UpdateNote).Module.ModuleVersionId,
            typeof(TemplateUpdater).Module.ModuleVersionId,
            mode,
            assemblyName,
            checksAll,
            manifest is null ? "" : TemplateStore.HashOf(Encoding.UTF8.GetBytes(manifest)));
    }

    /// <summary>Whether the note is about such a run with a template as it is now. A note or a template that cannot be read is about nothing: the run tells why.</summary>
    public bool IsAbout(string templatePath)
    {
        try
        {
            return File.Exists(_path) && File.Exists(templatePath) && File.ReadAllText(_path) == TextFor(File.ReadAllBytes(templatePath));
        }
        catch (Exception error) when (IsOfFiles(error))
        {
            return false;
        }
    }

    /// <summary>Writes the note, which only saves work: nothing fails without it.</summary>
    /// <returns>Why it could not be written; <see langword="null"/> when it was.</returns>
    public string? TryWrite(byte[] template)
    {
        try
        {
            File.WriteAllText(_path, TextFor(template));
            return null;
        }
        catch (Exception error) when (IsOfFiles(error))
        {
            return error.Message;
        }
    }

    private static bool IsOfFiles(Exception error) => error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private string TextFor(byte[] template) => _inputs + "\n" + TemplateStore.HashOf(template);
}
