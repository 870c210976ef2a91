using System.Linq;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Build;

/// <summary>Tells of destination attributes in a project whose language has no source generators: nothing reads them.</summary>
public sealed class FindUnreadAttributes : ManifestTask
{
    /// <summary>The language: <c>F#</c> or <c>VB</c>.</summary>
    public string Language { get; set; } = "";

    private protected override void Run()
    {
        AssemblyManifest manifest = ManifestFile.Read(AssemblyPath, withConsumers: true);
        if (manifest.Unread.Count > 0)
        {
            Report(new Finding(TemplateRules.AttributesAreNotRead(manifest.Unread.Take(TemplateRules.ShownMethods), Language == "VB" ? "Visual Basic" : Language)));
        }
    }
}
