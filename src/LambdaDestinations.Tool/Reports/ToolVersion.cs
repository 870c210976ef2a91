using System.Reflection;

namespace LambdaDestinations.Tool.Reports;

internal static class ToolVersion
{
    /// <summary>The version of this tool.</summary>
    public static string Text { get; } = typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
