using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Manifest;
using Microsoft.CodeAnalysis.CSharp;

namespace LambdaDestinations.Generators.Emission;

/// <summary>
/// A generated file with a part of the assembly's manifest: an attribute of a class that nobody names, which the compiler need not bind at each edit. It keeps
/// the text of each literal that it has read, for good, so each handler has one of its own: an edit makes a short text, and the others are those of before.
/// </summary>
/// <param name="HintName">The file's name.</param>
/// <param name="Handlers">The handlers, in ordinal order.</param>
internal sealed record ManifestFile(string HintName, EquatableArray<HandlerModel> Handlers)
{
    /// <summary>The files of the handlers: one, or a power of two among which a hash of type and method decides, so that overloads keep their order.</summary>
    public static IEnumerable<ManifestFile> Partition(IReadOnlyList<HandlerModel> handlers)
    {
        uint count = TypesFile.CountOf(handlers.Count);
        return handlers
            .GroupBy(x => TypesFile.HintOf("Manifest", $"{x.Function.TypeName}.{x.Function.MethodName}", count), StringComparer.Ordinal)
            .OrderBy(static x => x.Key, StringComparer.Ordinal)
            .Select(static x => new ManifestFile(x.Key, new EquatableArray<HandlerModel>(x)));
    }

    /// <summary>The file's text.</summary>
    public string Write()
    {
        StringBuilder handlers = new("new string[]\n    {\n");
        foreach (HandlerModel handler in Handlers)
        {
            handlers.Append("        ").Append(SymbolDisplay.FormatLiteral(ManifestJson.WriteHandler(handler), quote: true)).Append(",\n");
        }

        const string Pragma = "#pragma warning disable CS3016 // An array in an attribute does not suit every language: nobody but tools reads it.\n";
        return Write(DestinationManifest.SchemaVersion, handlers.Append("    }").ToString(), Pragma);
    }

    /// <summary>The text of the file with the part of the manifest that has the alarms: one text.</summary>
    public static string Write(AlarmsModel alarms) =>
        Write(DestinationManifest.SchemaVersionOfOneText, SymbolDisplay.FormatLiteral(ManifestJson.WriteAlarms(alarms), quote: true), "");

    private static string Write(int version, string content, string pragma) =>
        $$"""
        {{GeneratedFile.PlainHeader}}{{pragma}}namespace {{DestinationManifest.CarrierNamespace}}
        {
            [global::LambdaDestinations.DestinationManifestAttribute({{version.ToString(CultureInfo.InvariantCulture)}}, {{content}})]
            internal static partial class {{DestinationManifest.CarrierName}}
            {
            }
        }

        """;
}
