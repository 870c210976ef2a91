using System;
using System.IO;
using System.Linq;
using System.Text;
using LambdaDestinations.Drawing;
using LambdaDestinations.Templates.Map;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;
using Microsoft.Build.Framework;

namespace LambdaDestinations.Build;

/// <summary>Draws the flow map of a project's template, with what its attributes say.</summary>
public sealed class WriteDestinationMap : ManifestTask
{
    /// <summary>The template.</summary>
    [Required]
    public string Template { get; set; } = "";

    /// <summary>The file to write; its ending (<c>.mmd</c>, <c>.md</c>, <c>.svg</c>, <c>.html</c>) says as what.</summary>
    [Required]
    public string Map { get; set; } = "";

    /// <inheritdoc />
    public override bool Execute()
    {
        if (FlowMapFormats.FromPath(Map) is not { } format)
        {
            return Fail(new Finding(TemplateRules.MapHasNoFormat(Map)));
        }

        try
        {
            TemplateDocument document = TemplateFile.Parse(File.ReadAllBytes(Template), CancellationToken);
            if (document.Errors.Count > 0)
            {
                return Fail(new Finding(TemplateRules.IsMalformed(document.Errors[0]), document.Errors[0].Span), document);
            }

            byte[] map = Encoding.UTF8.GetBytes(Draw(document, format));
            if (!File.Exists(Map) || !map.SequenceEqual(File.ReadAllBytes(Map)))
            {
                TemplateStore.WriteAtomically(Map, map);
                Log.LogMessage(MessageImportance.High, "LambdaDestinations: wrote the flow map {0}", Map);
            }

            return true;
        }
        catch (DecoderFallbackException)
        {
            return Fail(new Finding(TemplateRules.IsNotUtf8()));
        }
        catch (Exception error) when (error is FormatException or BadImageFormatException)
        {
            return Fail(new Finding(TemplateRules.ManifestIsUnreadable(AssemblyPath, error.Message)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Fail(new Finding(TemplateRules.CannotWriteMap(Map, error.Message)));
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private string Draw(TemplateDocument document, FlowMapFormat format)
    {
        // The same as the template once the build has brought it up to date; with Verify or None it may not have been.
        TemplateUpdate update = TemplateUpdater.Update(document, ManifestFile.Read(AssemblyPath), AssemblyName, CancellationToken);
        foreach (Finding finding in update.Findings.Where(static x => x.Rule.Severity == RuleSeverity.Error))
        {
            Log.LogMessage(MessageImportance.High, "LambdaDestinations: the flow map is drawn without the attributes: {0}: {1}", finding.Rule.Id, finding.Message);
        }

        return FlowMapFormats.Render(format, [FlowMap.Of(Path.GetFileName(Template), FlowGraph.Of(TemplateModel.Read(update.Document)))]);
    }

    private bool Fail(Finding finding, TemplateDocument? document = null)
    {
        TemplatePosition position = document?.GetPosition(finding.TemplateSpan!.Value.Start) ?? new(-1, -1);
        Log.LogError(null, finding.Rule.Id, null, finding.Rule.HelpLink, Template, position.Line + 1, position.Character + 1, 0, 0, "{0}", finding.Message);
        return false;
    }
}
