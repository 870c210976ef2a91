using System;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Threading;

namespace LambdaDestinations.Build;

/// <summary>Writing of templates that other builds may read and write at the same time.</summary>
internal static class TemplateStore
{
    /// <summary>A reader sees the old file or the new one, never a part: a temporary file in the same folder takes its place.</summary>
    /// <exception cref="IOException">The file cannot be written; the old one is whole.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static void WriteAtomically(string path, byte[] bytes)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        string temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            File.WriteAllBytes(temporary, bytes);
            if (File.Exists(path))
            {
                File.Replace(temporary, path, destinationBackupFileName: null);
            }
            else
            {
                File.Move(temporary, path);
            }
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Runs an action while no other process of this machine runs one for the same template.</summary>
    public static void WithLock(string templatePath, Action action)
    {
        // Two projects may share a template and be built at once.
        using Mutex mutex = new(initiallyOwned: false, LockName(Path.GetFullPath(templatePath)));
        Take(mutex);
        try
        {
            action();
        }
        finally
        {
            mutex.ReleaseMutex();
        }
    }

    private static string LockName(string path)
    {
#pragma warning disable CA1850 // netstandard2.0, for which this file is compiled too, has no HashData.
        using SHA256 sha = SHA256.Create();
        byte[] hash = sha.ComputeHash(Encoding.UTF8.GetBytes(path));
#pragma warning restore CA1850
        StringBuilder name = new("LambdaDestinations-");
        foreach (byte part in hash)
        {
            name.Append(part.ToString("x2", CultureInfo.InvariantCulture));
        }

        return name.ToString();
    }

    private static void Take(Mutex mutex)
    {
        try
        {
            mutex.WaitOne();
        }
        catch (AbandonedMutexException)
        {
            // The other build died; a write is atomic, so the template is whole.
        }
    }
}
