using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Build;

/// <summary>
/// The advice that builds of this folder have told, so that no later one tells it again. Where no build has told any, as in a fresh clone, the template
/// decides: what it showed before the update was told where it was written.
/// </summary>
internal sealed class ToldAdvice
{
    private readonly string _path;
    private readonly HashSet<string>? _known;

    private ToldAdvice(string path, HashSet<string>? known)
    {
        _path = path;
        _known = known;
    }

    /// <summary>Reads what was told. A file that cannot be read is none.</summary>
    /// <param name="path">The file; empty for none.</param>
    public static ToldAdvice Read(string path)
    {
        try
        {
            return new ToldAdvice(path, path.Length > 0 && File.Exists(path) ? new HashSet<string>(File.ReadAllLines(path), StringComparer.Ordinal) : null);
        }
        catch (Exception error) when (IsOfFiles(error))
        {
            return new ToldAdvice(path, null);
        }
    }

    /// <summary>Whether advice is to be told.</summary>
    /// <param name="advice">The advice.</param>
    /// <param name="isNewInTemplate">Whether the template did not show it before this build.</param>
    public bool IsNew(Finding advice, bool isNewInTemplate) => _known is null ? isNewInTemplate : !_known.Contains(KeyOf(advice));

    /// <summary>Remembers all advice that holds now. It only keeps builds quiet: nothing fails without it.</summary>
    /// <returns>Why it could not be written; <see langword="null"/> when it was, or is as it was.</returns>
    public string? TryWrite(IEnumerable<Finding> advice)
    {
        string[] keys = [.. advice.Select(KeyOf).Distinct(StringComparer.Ordinal).OrderBy(static x => x, StringComparer.Ordinal)];
        if (_path.Length == 0 || (_known is not null && _known.SetEquals(keys)))
        {
            return null;
        }

        try
        {
            File.WriteAllLines(_path, keys);
            return null;
        }
        catch (Exception error) when (IsOfFiles(error))
        {
            return error.Message;
        }
    }

    private static bool IsOfFiles(Exception error) => error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private static string KeyOf(Finding advice) => $"{advice.Rule.Id} {TemplateStore.HashOf(Encoding.UTF8.GetBytes(advice.Message))}";
}
