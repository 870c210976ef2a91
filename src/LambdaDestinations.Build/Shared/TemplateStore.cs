using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;

namespace LambdaDestinations.Build;

/// <summary>Writing of templates that other builds may read and write at the same time.</summary>
internal static class TemplateStore
{
    /// <summary>How often a file is replaced that something else holds, and how often one is read that something else writes.</summary>
    private const int Attempts = 5;

    /// <summary>
    /// A reader sees the old file or the new one, never a part: a temporary file in the same folder takes its place. A link is
    /// followed, and the file keeps its permissions.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written; the old one is whole.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise: the file is read-only, for one.</exception>
    public static void WriteAtomically(string path, byte[] bytes)
    {
        path = FollowLink(Path.GetFullPath(path));
        string folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        bool exists = File.Exists(path);
        if (exists && (File.GetAttributes(path) & FileAttributes.ReadOnly) != 0)
        {
            // Where a rename needs no right on the file itself, it would pass unnoticed.
            throw new UnauthorizedAccessException($"'{path}' is read-only.");
        }

        string temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            if (exists)
            {
                // A copy has the mode of the original.
                File.Copy(path, temporary);
            }

            using (FileStream stream = new(temporary, exists ? FileMode.Truncate : FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(bytes, 0, bytes.Length);
                stream.Flush(flushToDisk: true);
            }

            Move(temporary, path, exists);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Writes a file as <see cref="WriteAtomically"/> does, unless it has these bytes already: its time stamp stays then, and nothing that depends on it runs.</summary>
    /// <returns>Whether it was written.</returns>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static bool WriteIfDifferent(string path, byte[] bytes)
    {
        if (File.Exists(path) && File.ReadAllBytes(path).SequenceEqual(bytes))
        {
            return false;
        }

        WriteAtomically(path, bytes);
        return true;
    }

    /// <summary>Works out what a file is to become; again when something else (an editor, another generator) writes it meanwhile.</summary>
    /// <typeparam name="T">What is worked out.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="name">Its name for people.</param>
    /// <param name="workOut">Reads the file; gives the bytes that were read, and whether the file is to be written.</param>
    /// <param name="again">Is told of each further attempt.</param>
    /// <exception cref="TemplateRaceException">The file changed at every attempt.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static T WorkOut<T>(string path, string name, Func<(byte[] Read, bool IsToBeWritten, T Result)> workOut, Action? again = null)
    {
        for (int attempt = 1; ; attempt++)
        {
            (byte[] read, bool isToBeWritten, T result) = workOut();
            if (!isToBeWritten || File.ReadAllBytes(path).SequenceEqual(read))
            {
                return result;
            }

            if (attempt == Attempts)
            {
                throw new TemplateRaceException($"'{name}' is changed by something else again and again.");
            }

            again?.Invoke();
        }
    }

    /// <summary>Runs a function while no other process of this machine runs one for the same template.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="IOException">There can be no lock.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise: it belongs to another user.</exception>
    public static T WithLock<T>(string templatePath, Func<T> function, CancellationToken cancellationToken)
    {
        // Two projects may share a template and be built at once.
        using Mutex mutex = Open(LockName(FollowLink(Path.GetFullPath(templatePath))));
        Take(mutex, cancellationToken);
        try
        {
            return function();
        }
        finally
        {
            mutex.ReleaseMutex();
        }
    }

    private static void Move(string temporary, string path, bool exists)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                if (exists)
                {
                    File.Replace(temporary, path, destinationBackupFileName: null);
                }
                else
                {
                    File.Move(temporary, path);
                }

                return;
            }
            catch (IOException) when (attempt < Attempts && File.Exists(temporary))
            {
                // On Windows an editor or a virus scanner may hold the file for a moment.
                Thread.Sleep(20 * attempt);
            }
        }
    }

    /// <summary>The file behind a symbolic link, which is to stay one.</summary>
    private static string FollowLink(string path)
    {
        if (!File.Exists(path))
        {
            return path;
        }

#if NET
        return new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
#else
        // Where the task runs on .NET, the method is there; .NET Framework has no links of its own.
        if (typeof(FileSystemInfo).GetMethod("ResolveLinkTarget", [typeof(bool)]) is not { } method)
        {
            return path;
        }

        try
        {
            return (method.Invoke(new FileInfo(path), [true]) as FileSystemInfo)?.FullName ?? path;
        }
        catch (System.Reflection.TargetInvocationException error) when (error.InnerException is IOException or UnauthorizedAccessException)
        {
            throw new IOException(error.InnerException.Message, error.InnerException);
        }
#endif
    }

    private static Mutex Open(string name)
    {
        try
        {
            return new Mutex(initiallyOwned: false, name);
        }
        catch (WaitHandleCannotBeOpenedException error)
        {
            // Something else of that name, or no folder for it.
            throw new IOException(error.Message, error);
        }
    }

    /// <summary>One name for all sessions of the machine: two terminals are two sessions.</summary>
    private static string LockName(string path) =>
        "Global\\LambdaDestinations-" + HashOf(Encoding.UTF8.GetBytes(Path.DirectorySeparatorChar == '\\' ? path.ToUpperInvariant() : path));

    /// <summary>SHA-256 in hexadecimal digits.</summary>
    public static string HashOf(byte[] bytes)
    {
#pragma warning disable CA1850 // netstandard2.0, for which this file is compiled too, has no HashData.
        using SHA256 sha = SHA256.Create();
        byte[] hash = sha.ComputeHash(bytes);
#pragma warning restore CA1850
        StringBuilder text = new(2 * hash.Length);
        foreach (byte part in hash)
        {
            text.Append(part.ToString("x2", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private static void Take(Mutex mutex, CancellationToken cancellationToken)
    {
        try
        {
            // A named mutex cannot be waited for together with the token's handle on every system.
            while (!mutex.WaitOne(millisecondsTimeout: 100))
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        catch (AbandonedMutexException)
        {
            // The other build died; a write is atomic, so the template is whole.
        }
    }
}
