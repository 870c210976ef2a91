using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Amazon.CDK;
using Amazon.CDK.Assertions;
using LambdaDestinations.Build;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Cdk;

/// <summary>Checks synthesized templates by all rules of <c>lambda-destinations check</c>, for the tests of a CDK app.</summary>
public static class DestinationFindings
{
    /// <summary>Synthesizes the stage of a stack and checks the template of the stack.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="manifests">The manifests of the assemblies whose handlers it runs.</param>
    /// <returns>The findings, ordered by place and rule; empty when nothing is wrong.</returns>
    public static IReadOnlyList<DestinationFinding> Of(Stack stack, params DestinationManifest[] manifests)
    {
        ArgumentNullException.ThrowIfNull(stack);
        string folder = Stage.Of(stack)!.Synth().Directory;
        return OfAssembly(folder, Directory.EnumerateFiles(folder, stack.TemplateFile), manifests);
    }

    /// <summary>Checks every template of a cloud assembly.</summary>
    /// <param name="cloudAssembly">The folder of the cloud assembly: <c>cdk.out</c>.</param>
    /// <param name="manifests">The manifests of the assemblies whose handlers it runs.</param>
    /// <returns>The findings, ordered by template, place and rule; empty when nothing is wrong.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static IReadOnlyList<DestinationFinding> Of(string cloudAssembly, params DestinationManifest[] manifests)
    {
        ArgumentException.ThrowIfNullOrEmpty(cloudAssembly);
        return OfAssembly(cloudAssembly, Directory.EnumerateFiles(cloudAssembly, "*.template.json", SearchOption.AllDirectories), manifests);
    }

    /// <summary>
    /// Checks one template. Where its resources have no <c>aws:cdk:path</c> metadata, which the CDK writes by default with its command line only, the names of
    /// constructs are not known, and nothing is said of them: give the stack instead.
    /// </summary>
    /// <param name="template">The template: <c>Template.FromStack(stack)</c>.</param>
    /// <param name="manifests">The manifests of the assemblies whose handlers it runs.</param>
    /// <returns>The findings, ordered by place and rule; empty when nothing is wrong.</returns>
    public static IReadOnlyList<DestinationFinding> Of(Template template, params DestinationManifest[] manifests)
    {
        ArgumentNullException.ThrowIfNull(template);
        string json = JsonSerializer.Serialize(template.ToJSON());
        TemplateModel model = TemplateModel.Read(TemplateParser.Parse(json, TemplateFormat.Json));
        return [.. Check(model, "", manifests)];
    }

    private static List<DestinationFinding> OfAssembly(string folder, IEnumerable<string> files, DestinationManifest[] manifests)
    {
        TemplateSource[] sources =
        [
            .. files.Select(static x => Path.GetFullPath(x)).Order(StringComparer.Ordinal)
                .Select(static x => new TemplateSource(x, TemplateFile.Parse(x, TemplateStore.Read(x), default))),
        ];
        (TemplateGroup group, IReadOnlyList<CloudAssemblyProblem> problems) = CloudAssembly.Complete(sources, isPartial: false, default);
        List<DestinationFinding> findings =
        [
            .. from problem in problems
               let finding = new Finding(TemplateRules.AssemblyIsUnreadable(Path.GetFileName(problem.Path), problem.Message))
               select DestinationFinding.Of(finding, Path.GetRelativePath(folder, problem.Path), 0),
        ];
        for (int i = 0; i < sources.Length; i++)
        {
            findings.AddRange(Check(group.All[i], Path.GetRelativePath(Path.GetFullPath(folder), sources[i].Path), manifests));
        }

        return findings;
    }

    private static IEnumerable<DestinationFinding> Check(TemplateModel template, string name, DestinationManifest[] manifests)
    {
        CheckedAssembly[] assemblies = [.. manifests.Select(static x => new CheckedAssembly(x.AssemblyName, x.Declared, x.Handlers))];
        return AssemblyChecks.Check(template, assemblies, []).Findings
            .OrderBy(static x => x.TemplateSpan?.Start ?? -1)
            .ThenBy(static x => x.Rule.Id, StringComparer.Ordinal)
            .Select(x => DestinationFinding.Of(x, name, x.TemplateSpan is { } span ? template.Document.GetPosition(span.Start).Line + 1 : 0));
    }
}

/// <summary>A rule that a synthesized template breaks.</summary>
/// <param name="RuleId">The id of the rule: <c>LD1012</c>.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="Template">The file in the cloud assembly; empty for a template without one.</param>
/// <param name="Line">The line, counted from 1; 0 where the template has no place for it.</param>
public sealed record DestinationFinding(string RuleId, DestinationFindingSeverity Severity, string Message, string Template, int Line)
{
    internal static DestinationFinding Of(Finding finding, string template, int line) =>
        new(finding.Rule.Id, (DestinationFindingSeverity)finding.Severity, finding.Message, template, line);

    /// <inheritdoc />
    public override string ToString() => $"{Template}({Line}): {Severity} {RuleId}: {Message}";
}

/// <summary>How bad a finding is.</summary>
public enum DestinationFindingSeverity
{
    /// <summary>Advice, or a fact that cannot be verified.</summary>
    Info,

    /// <summary>Data is lost, duplicated or never sent.</summary>
    Warning,

    /// <summary>AWS refuses the deployment, or the declaration means nothing.</summary>
    Error,
}
