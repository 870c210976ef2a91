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
using Microsoft.Build.Framework;

namespace LambdaDestinations.Build;

/// <summary>Draws the flow map of a project's template, with what its attributes say.</summary>
public sealed class WriteDestinationMap : ManifestTask
{
    /// <summary>The file to write; its ending (<c>.mmd</c>, <c>.md</c>, <c>.svg</c>, <c>.html</c>) says as what.</summary>
    [Required]
    public string Map { get; set; } = "";

    private protected override void Run()
    {
        if (FlowMapFormats.FromPath(Map) is not { } format)
        {
            Report(new Finding(TemplateRules.MapHasNoFormat(Map)));
            return;
        }

        // The same as the template once the build has brought it up to date; with Verify or None it may not have been.
        UpdateResult result = UpdateJob.Run(new UpdateRequest(Template, UpdateMode.Verify, AssemblyName, ManifestFile.Read(AssemblyPath).Parse()), CancellationToken);
        switch (result)
        {
            case { Before.Errors: [TemplateSyntaxError error, ..] }:
                Report(new Finding(TemplateRules.IsMalformed(error), error.Span), result.Before);
                break;
            case { After: { } document }:
                foreach (Finding finding in result.Findings.Where(static x => x.Rule.Severity == RuleSeverity.Error))
                {
                    Log.LogMessage(MessageImportance.High, "LambdaDestinations: the flow map is drawn without the attributes: {0}: {1}", finding.Rule.Id, finding.Message);
                }

                Write(Draw(document, format));
                break;
            case { Outcome: UpdateOutcome.NotUtf8 }:
                Report(new Finding(TemplateRules.IsNotUtf8()));
                break;
            case { Outcome: UpdateOutcome.Missing }:
                Fail($"there is no template '{Template}'");
                break;
            default:
                Fail(result.Failure);
                break;
        }
    }

    private string Draw(TemplateDocument document, FlowMapFormat format) =>
        FlowMapFormats.Render(format, [FlowMap.Of(Path.GetFileName(Template), FlowGraph.Of(TemplateModel.Read(document)))]);

    private void Write(string map)
    {
        try
        {
            if (TemplateStore.WriteIfDifferent(Map, Encoding.UTF8.GetBytes(map)))
            {
                Log.LogMessage(MessageImportance.High, "LambdaDestinations: wrote the flow map {0}", PrintableText.Of(Map));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Fail(error.Message);
        }
    }

    private void Fail(string reason) => Report(new Finding(TemplateRules.CannotWriteMap(Map, reason)));
}
