using System.Globalization;
using LambdaDestinations.Templates.Manifest;
using Microsoft.CodeAnalysis.CSharp;

namespace LambdaDestinations.Generators.Emission;

/// <summary>Writes the manifest attribute of the assembly.</summary>
internal static class ManifestEmitter
{
    /// <summary>The file.</summary>
    public static string Write(DestinationManifest manifest) =>
        GeneratedFile.PlainHeader
        + "[assembly: global::LambdaDestinations.DestinationManifestAttribute("
        + DestinationManifest.SchemaVersion.ToString(CultureInfo.InvariantCulture)
        + ", "
        + SymbolDisplay.FormatLiteral(ManifestJson.Write(manifest), quote: true)
        + ")]\n";
}
