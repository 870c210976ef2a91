using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using LambdaDestinations.Drawing;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Map;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using Microsoft.Build.Framework;

namespace LambdaDestinations.Build;

/// <summary>Draws the flow map of a project's templates, with what its attributes say.</summary>
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

        DestinationManifest manifest = ManifestFile.Read(AssemblyPath).Parse();
        TemplateGroup? group = ReadGroup();
        List<AuditTemplate> templates = [];
        foreach (string path in AllTemplates)
        {
            Current = path;

            // The same as the template once the build has brought it up to date; with Verify or None it may not have been.
            UpdateRequest request = new(path, UpdateMode.Verify, AssemblyName, manifest) { Group = group };
            if (ReadAfter(UpdateJob.Run(request, CancellationToken), path) is not { } document)
            {
                return;
            }

            TemplateModel template = request.ModelOf(document);
            templates.Add(new AuditTemplate(group is null ? Path.GetFileName(path) : TemplateGroup.NameOf(template), template));
        }

        Current = null;
        Write(FlowMapFormats.Render(format, FlowMap.Of(templates, format == FlowMapFormat.Html ? Audit.Of(templates, CancellationToken) : [])));
    }

    /// <summary>The template with what the attributes say; <see langword="null"/> where it cannot be read, which is told.</summary>
    private TemplateDocument? ReadAfter(UpdateResult result, string path)
    {
        switch (result)
        {
            case { Before.Errors: [TemplateSyntaxError error, ..] }:
                Report(new Finding(TemplateRules.IsMalformed(error), error.Span), result.Before);
                return null;
            case { After: { } document }:
                foreach (Finding finding in result.Findings.Where(static x => x.Rule.Severity == RuleSeverity.Error))
                {
                    Log.LogMessage(MessageImportance.High, "LambdaDestinations: the flow map is drawn without the attributes: {0}: {1}", finding.Rule.Id, finding.Message);
                }

                return document;
            case { Outcome: UpdateOutcome.NotUtf8 }:
                Report(new Finding(TemplateRules.IsNotUtf8()));
                return null;
            case { Outcome: UpdateOutcome.Missing }:
                Fail($"there is no template '{path}'");
                return null;
            default:
                Fail(result.Failure);
                return null;
        }
    }

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
