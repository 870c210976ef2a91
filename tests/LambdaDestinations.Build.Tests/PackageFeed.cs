using System;
using System.IO;
using System.Threading.Tasks;

namespace LambdaDestinations.Build.Tests;

/// <summary>
/// The packages in a feed of their own, packed once for all tests of a project. Each class of tests that needs them has a fixture of this type; they share what
/// is packed, so the classes run side by side: a build of a small project is one process that leaves the other processors idle.
/// </summary>
public sealed class PackageFeed : IAsyncLifetime
{
    private static readonly object Gate = new();
    private static DirectoryInfo? _folder;
    private static Task? _packed;
    private static int _users;

    /// <summary>A version that no cache knows.</summary>
    public static string Version { get; } = "0.0.1-test" + Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture) + "x" + Environment.TickCount64.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The folder with the packages.</summary>
    public static string Path => System.IO.Path.Combine(_folder!.FullName, "feed");

    /// <summary>The packages folder of the consumers, apart from the user's.</summary>
    public static string Packages => System.IO.Path.Combine(_folder!.FullName, "packages");

    public static string Repository { get; } = FindRepository();

    /// <summary>What the user's other restores have brought: packages of others are not fetched anew for every run.</summary>
    public static string UserPackages { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    public Task InitializeAsync()
    {
        lock (Gate)
        {
            _users++;
            _folder ??= Directory.CreateTempSubdirectory("lambda-destinations-feed-");
            return _packed ??= Pack();
        }
    }

    /// <summary>The folder goes with the last class that uses it; one that comes later packs again.</summary>
    public Task DisposeAsync()
    {
        lock (Gate)
        {
            if (--_users == 0)
            {
                _folder!.Delete(recursive: true);
                (_folder, _packed) = (null, null);
            }
        }

        return Task.CompletedTask;
    }

    private static async Task Pack()
    {
        // Two test projects may run at once. The build of packages has a folder of its own, so that it disturbs no other build,
        // and only the package's version is new, so that the second finds everything compiled. It is packed as a release is.
        string artifacts = System.IO.Path.Combine(Repository, "artifacts", "packages");
        Directory.CreateDirectory(artifacts);
        using FileStream turn = await Take(System.IO.Path.Combine(artifacts, "lock"));
        (int exitCode, string output) = await Dotnet.Run(Repository, "pack", "LambdaDestinations.Packages.slnf", "-c", "Release", "-o", Path, "--artifacts-path", artifacts, "-p:CI=true", $"-p:PackageVersion={Version}", "--nologo", "-v:m");
        Assert.True(exitCode == 0, output);
    }

    private static async Task<FileStream> Take(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "LambdaDestinations.Generators.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The repository is not above the test's folder.");
    }
}
