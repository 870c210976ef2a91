using System.Diagnostics;
using System.Threading.Tasks;

namespace LambdaDestinations.Package.Tests;

/// <summary>Runs what was published.</summary>
internal static class Programs
{
    public static async Task<string> Run(string path)
    {
        using Process process = Process.Start(new ProcessStartInfo(path) { RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
