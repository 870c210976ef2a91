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

    /// <summary>How much of a digest stands in a file's name.</summary>
    private const int DigitsOfDigest = 16;

    private const string TemporaryEnding = ".tmp";

    /// <summary>Reads a file to its end.</summary>
    /// <exception cref="IOException">The file cannot be read; it is a pipe or a device, for one, which may have no end. What a shell makes of <c>&lt;(…)</c> is read.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static byte[] Read(string path) => UnixFile.IsSpecial(path) && !path.StartsWith("/dev/fd/", StringComparison.Ordinal) && !path.StartsWith("/proc/", StringComparison.Ordinal)
        ? throw new IOException($"'{path}' is not a regular file.")
        : File.ReadAllBytes(path);

    /// <summary>
    /// A reader sees the old file or the new one, never a part: a temporary file in the same folder takes its place. A link is
    /// followed, and the file keeps its permissions, and its owner where the process may give a file away. What killed processes left beside it goes.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written; the old one is whole.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise: the file is read-only, for one.</exception>
    public static void WriteAtomically(string path, byte[] bytes)
    {
        path = FollowLink(Path.GetFullPath(path));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using Mutex? mutex = TryOpen(path);
        if (mutex is null)
        {
            // Others cannot be told from the dead: what they left stays.
            Overwrite(path, bytes);
            return;
        }

        Take(mutex, CancellationToken.None);
        try
        {
            RemoveLeftovers(path);
            Overwrite(path, bytes);
        }
        finally
        {
            mutex.ReleaseMutex();
        }
    }

    private static void Overwrite(string path, byte[] bytes)
    {
        bool exists = File.Exists(path);
        string temporary = TemporaryPath(path);
        try
        {
            WriteBeside(temporary, path, bytes, exists);
            Move(temporary, path, exists, backup: null);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Replaces a file as <see cref="WriteAtomically"/> does, unless something else has written it: then it is as that left it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">What was read of it.</param>
    /// <param name="bytes">What it is to become.</param>
    /// <returns>Whether it was replaced.</returns>
    /// <exception cref="IOException">The file cannot be written, or has other names that would keep the old content; the old one is whole.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is read-only.</exception>
    public static bool TryReplace(string path, byte[] read, byte[] bytes)
    {
        path = FollowLink(Path.GetFullPath(path));
        if (UnixFile.Find(path) is { Links: > 1 and var links })
        {
            throw new IOException(string.Format(
                CultureInfo.InvariantCulture, "'{0}' has {1} names (hard links), and the others would keep the old content. Replace the links by copies or symbolic links.", path, links));
        }

        string temporary = TemporaryPath(path);
        string swapped = TemporaryPath(path, read, bytes);
        bool holdsSave = false;
        try
        {
            WriteBeside(temporary, path, bytes, exists: true);
            File.Move(temporary, swapped);
            Swap(swapped, path, read, bytes);
            if (Holds(swapped, read))
            {
                return true;
            }

            // Somebody saved the file after it was read, and the save is in our hands: it comes back. What that takes the place of must be
            // what we put there; else it is a later save, which comes back in turn.
            holdsSave = true;
            byte[]? placed = bytes;
            while (true)
            {
                byte[]? save = Find(swapped);
                Swap(swapped, path, read, bytes);
                if (placed is null || Holds(swapped, placed))
                {
                    holdsSave = false;
                    return false;
                }

                placed = save;
            }
        }
        catch (FileNotFoundException) when (!File.Exists(temporary) && !File.Exists(swapped) && File.Exists(path))
        {
            // Who reaches the file by another name of its folder, or from another container, has another lock, and took ours for what a killed build left.
            return false;
        }
        finally
        {
            File.Delete(temporary);
            if (!holdsSave)
            {
                File.Delete(swapped);
            }
        }
    }

    /// <summary>
    /// Removes what builds left beside a file that were killed while they wrote it. One that was killed with a save of somebody else in its hands left
    /// that, too: it comes back, unless the file was saved again. Only who has the lock may.
    /// </summary>
    public static void RemoveLeftovers(string path)
    {
        path = FollowLink(Path.GetFullPath(path));
        string prefix = TemporaryPrefix(path);
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(path)!, ".*" + TemporaryEnding))
        {
            string name = Path.GetFileName(file);
            string[] parts = name.StartsWith(prefix, StringComparison.Ordinal) ? name.Substring(prefix.Length).Split('.') : [];
            if (parts.Length == 0 || !Guid.TryParseExact(parts[0], "N", out _) || parts is not ([_, _] or [_, { Length: DigitsOfDigest }, { Length: DigitsOfDigest }, _]))
            {
                continue;
            }

            if (parts is [_, var read, var written, _] && IsSave(file, path, read, written))
            {
                TakePlace(file, path);
            }

            File.Delete(file);
        }
    }

    /// <summary>Whether a file that a killed build left is neither what it had read nor what it was to write, and nobody has saved since.</summary>
    private static bool IsSave(string file, string path, string read, string written) =>
        Find(file) is { } left && DigestOf(left) is var digest && digest != read && digest != written
        && (Find(path) is not { } now || DigestOf(now) == written || File.GetLastWriteTimeUtc(file) > File.GetLastWriteTimeUtc(path));

    private static string TemporaryPrefix(string path) => $".{Path.GetFileName(path)}.";

    private static string TemporaryPath(string path) => Path.Combine(Path.GetDirectoryName(path)!, $"{TemporaryPrefix(path)}{Guid.NewGuid():N}{TemporaryEnding}");

    /// <summary>
    /// The name of a file that is whole and changes places with another: by what was read and what is to be written, whoever finds it can tell whether it is somebody's save.
    /// </summary>
    private static string TemporaryPath(string path, byte[] read, byte[] written) =>
        Path.Combine(Path.GetDirectoryName(path)!, $"{TemporaryPrefix(path)}{Guid.NewGuid():N}.{DigestOf(read)}.{DigestOf(written)}{TemporaryEnding}");

    private static string DigestOf(byte[] bytes) => HashOf(bytes).Substring(0, DigitsOfDigest);

    /// <summary>Writes a temporary file with the owner and the mode of the one whose place it is to take.</summary>
    private static void WriteBeside(string temporary, string path, byte[] bytes, bool exists)
    {
        if (exists && (File.GetAttributes(path) & FileAttributes.ReadOnly) != 0)
        {
            // Where a rename needs no right on the file itself, it would pass unnoticed.
            throw new UnauthorizedAccessException($"'{path}' is read-only.");
        }

        if (exists)
        {
            // A copy has the mode of the original.
            File.Copy(path, temporary);
            if (UnixFile.Find(path) is { } file && UnixFile.Find(temporary) is { } copy && (file.Owner, file.Group) != (copy.Owner, copy.Group))
            {
                UnixFile.TryGive(temporary, file.Owner, file.Group);
            }
        }

        using FileStream stream = new(temporary, exists ? FileMode.Truncate : FileMode.CreateNew, FileAccess.Write, FileShare.None);
        stream.Write(bytes, 0, bytes.Length);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Puts a temporary file in the place of another, and that in its own.</summary>
    private static void Swap(string temporary, string path, byte[] read, byte[] written)
    {
        if (UnixFile.TryExchange(temporary, path))
        {
            return;
        }

        string backup = TemporaryPath(path, read, written);
        Move(temporary, path, exists: true, backup);
        File.Move(backup, temporary);
    }

    /// <summary>Puts a file in the place of another, which goes.</summary>
    private static void TakePlace(string file, string path)
    {
        if (!UnixFile.TryExchange(file, path))
        {
            Move(file, path, File.Exists(path), backup: null);
        }
    }

    /// <summary>Whether a file has some bytes. One that is being written has others soon.</summary>
    private static bool Holds(string path, byte[] bytes) => Find(path)?.SequenceEqual(bytes) == true;

    private static byte[]? Find(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (IOException)
        {
            return null;
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

    /// <summary>Works out what a file is to become, and replaces it; again when something else (an editor, another generator) writes it meanwhile.</summary>
    /// <typeparam name="T">What is worked out.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="name">Its name for people.</param>
    /// <param name="workOut">Reads the file; gives the bytes that were read, and those to write, if any.</param>
    /// <param name="again">Is told of each further attempt.</param>
    /// <returns>What was worked out, and why it could not be written; <see langword="null"/> where it was, or nothing was to be written.</returns>
    /// <exception cref="TemplateRaceException">The file changed at every attempt.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (T Result, string? Failure) Rewrite<T>(string path, string name, Func<(byte[] Read, byte[]? Bytes, T Result)> workOut, Action? again = null)
    {
        for (int attempt = 1; ; attempt++)
        {
            (byte[] read, byte[]? bytes, T result) = workOut();
            try
            {
                if (bytes is null || TryReplace(path, read, bytes))
                {
                    return (result, null);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // What was found is still worth telling.
                return (result, error.Message);
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
        using Mutex mutex = Open(FollowLink(Path.GetFullPath(templatePath)));
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

    private static void Move(string temporary, string path, bool exists, string? backup)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                if (exists)
                {
                    File.Replace(temporary, path, backup);
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

    /// <summary>The lock of a file; <see langword="null"/> where there can be none.</summary>
    private static Mutex? TryOpen(string path)
    {
        try
        {
            return Open(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static Mutex Open(string path)
    {
        try
        {
            return new Mutex(initiallyOwned: false, LockName(path));
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
