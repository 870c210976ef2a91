using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace LambdaDestinations.Build;

/// <summary>What .NET does not offer of a file on Linux and macOS. Where the system has no such call, the answer is that nothing was done or is known.</summary>
internal static class UnixFile
{
    // Numbers of <fcntl.h> and <linux/fs.h>, the same on every architecture; macOS: <sys/stdio.h>.
    private const int CurrentFolder = -100;
    private const uint Exchange = 2;
    private const uint BasicStatistics = 0x7FF;

    // struct statx of <linux/stat.h>, which has one layout everywhere.
    private const int StatisticsLength = 256;
    private const int LinksOffset = 16;
    private const int OwnerOffset = 20;
    private const int GroupOffset = 24;
    private const int ModeOffset = 28;

    // Of <linux/stat.h>.
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;

    private static bool IsLinux => RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

    /// <summary>Gives two files of one folder each other's name, in one step: at no moment is a name without a file.</summary>
    /// <returns>Whether it was done; not where the system or the file system cannot, or a file is missing.</returns>
    public static bool TryExchange(string one, string other)
    {
        try
        {
            return IsLinux ? RenameAt(CurrentFolder, Path(one), CurrentFolder, Path(other), Exchange) == 0
                : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) && RenameSwap(Path(one), Path(other), Exchange) == 0;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    /// <summary>How many names a file has, and whom it belongs to (Linux); <see langword="null"/> where that is not known.</summary>
    public static (uint Links, uint Owner, uint Group)? Find(string path) => Statistics(path) is { } found
        ? (BitConverter.ToUInt32(found, LinksOffset), BitConverter.ToUInt32(found, OwnerOffset), BitConverter.ToUInt32(found, GroupOffset))
        : null;

    /// <summary>Whether a file is a pipe, a device or a socket (Linux): to read it may have no end.</summary>
    public static bool IsSpecial(string path) =>
        Statistics(path) is { } found && (BitConverter.ToUInt16(found, ModeOffset) & TypeMask) != RegularFile && !Directory.Exists(path);

    private static byte[]? Statistics(string path)
    {
        try
        {
            byte[] statistics = new byte[StatisticsLength];
            return IsLinux && StatX(CurrentFolder, Path(path), 0, BasicStatistics, statistics) == 0 ? statistics : null;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Gives a file to an owner and a group, as far as the process may: a group that it belongs to, and as root any owner.</summary>
    public static void TryGive(string path, uint owner, uint group)
    {
        try
        {
            if (ChangeOwner(Path(path), owner, group) != 0)
            {
                // -1: as it is.
                _ = ChangeOwner(Path(path), uint.MaxValue, group);
            }
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            // No such call: the file belongs to who wrote it.
        }
    }

    private static byte[] Path(string path) => Encoding.UTF8.GetBytes(path + '\0');

    [DllImport("libc", EntryPoint = "renameat2", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int RenameAt(int oldFolder, byte[] oldPath, int newFolder, byte[] newPath, uint flags);

    [DllImport("libc", EntryPoint = "renamex_np", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int RenameSwap(byte[] oldPath, byte[] newPath, uint flags);

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int folder, byte[] path, int flags, uint mask, byte[] statistics);

    [DllImport("libc", EntryPoint = "chown", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeOwner(byte[] path, uint owner, uint group);
}
