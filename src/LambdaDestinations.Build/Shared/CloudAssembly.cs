using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Build;

/// <summary>A file of a cloud assembly that cannot be read.</summary>
/// <param name="Path">The file.</param>
/// <param name="Message">What is wrong with it.</param>
internal sealed record CloudAssemblyProblem(string Path, string Message);

/// <summary>
/// What the AWS CDK writes beside its templates: <c>manifest.json</c> and the stacks' metadata files, which list the paths of the constructs. One folder is one
/// stage (AWS CDK, "Cloud assembly schema").
/// </summary>
internal static class CloudAssembly
{
    private const string ManifestName = "manifest.json";

    /// <summary>Whether the CDK wrote a file's folder.</summary>
    public static bool IsIn(string templatePath) => Path.GetDirectoryName(templatePath) is { } folder && IsAssembly(folder);

    /// <summary>Completes templates by what stands beside them: the paths of their constructs, and the other stacks of their stages.</summary>
    /// <param name="given">The templates.</param>
    /// <param name="isPartial">Whether one that is given could not be read.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    public static (TemplateGroup Group, IReadOnlyList<CloudAssemblyProblem> Problems) Complete(IReadOnlyList<TemplateSource> given, bool isPartial, CancellationToken cancellationToken)
    {
        List<CloudAssemblyProblem> problems = [];
        Dictionary<string, Dictionary<string, Stack>> stages = new(StringComparer.Ordinal);
        foreach (string folder in given.Select(static x => x.Stage).Distinct(StringComparer.Ordinal))
        {
            stages.Add(folder, ReadStage(folder, problems, cancellationToken));
        }

        List<TemplateSource> all = [.. given.Select(x => DefinitionFiles.Complete(WithStack(x, stages[x.Stage]), cancellationToken))];
        HashSet<string> known = [.. given.Select(static x => x.Path)];
        foreach ((string folder, Dictionary<string, Stack> stacks) in stages.Where(x => given.Any(y => y.Stage == x.Key && x.Value.ContainsKey(Path.GetFileName(y.Path)))).Select(static x => (x.Key, x.Value)))
        {
            foreach (string file in stacks.Keys.OrderBy(static x => x, StringComparer.Ordinal))
            {
                string path = Path.Combine(folder, file);
                if (known.Add(path) && Read(path, problems, cancellationToken) is { } document)
                {
                    all.Add(WithStack(new TemplateSource(path, document) { IsGiven = false }, stacks));
                }
            }
        }

        return (TemplateGroup.Read(all, isPartial), problems);
    }

    private static TemplateSource WithStack(TemplateSource source, Dictionary<string, Stack> stacks)
    {
        TemplateSource known = source with { IsOfAssembly = IsAssembly(source.Stage) };
        return stacks.TryGetValue(Path.GetFileName(source.Path), out Stack? stack) ? known with { Constructs = stack.Constructs, StackPath = stack.Path.TrimStart('/') } : known;
    }

    /// <summary>The stacks of a folder by the files of their templates; none where the CDK did not write the folder.</summary>
    private static Dictionary<string, Stack> ReadStage(string folder, List<CloudAssemblyProblem> problems, CancellationToken cancellationToken)
    {
        Dictionary<string, Stack> stacks = new(StringComparer.Ordinal);
        string manifest = Path.Combine(folder, ManifestName);

        if (!IsAssembly(folder) || Read(manifest, problems, cancellationToken) is not { Root: MappingNode root })
        {
            return stacks;
        }

        List<(string Path, string Id)> constructs = [];
        foreach (MappingNode artifact in (TemplateNodes.Child(root, "artifacts")?.Entries ?? []).Select(static x => x.Value).OfType<MappingNode>().Where(static x => TemplateNodes.Text(x["type"]) == "aws:cloudformation:stack"))
        {
            MappingNode? metadata = TemplateNodes.Text(artifact["additionalMetadataFile"]) is { } file
                ? Read(Path.Combine(folder, file), problems, cancellationToken)?.Root as MappingNode
                : TemplateNodes.Child(artifact, "metadata");
            if (TemplateNodes.Text(artifact["displayName"]) is { } name && TemplateNodes.Text(TemplateNodes.Child(artifact, "properties")?["templateFile"]) is { } template)
            {
                stacks[template] = new Stack("/" + name);
            }

            ReadMetadata(metadata, stacks, constructs);
        }

        // A construct belongs to the innermost stack around it.
        Stack[] innermostFirst = [.. stacks.Values.OrderByDescending(static x => x.Path.Length)];
        foreach ((string path, string id) in constructs)
        {
            if (Array.Find(innermostFirst, x => path.StartsWith(x.Path + "/", StringComparison.Ordinal)) is { } stack)
            {
                stack.Constructs[id] = path;
            }
        }

        return stacks;
    }

    /// <summary>Reads what is noted of constructs: of a stack the file of its template, of a resource its logical id.</summary>
    private static void ReadMetadata(MappingNode? metadata, Dictionary<string, Stack> stacks, List<(string Path, string Id)> constructs)
    {
        foreach (MappingEntry construct in metadata?.Entries.Where(static x => x.Name is not null) ?? [])
        {
            foreach (MappingNode entry in (construct.Value as SequenceNode)?.Items.OfType<MappingNode>() ?? [])
            {
                switch (TemplateNodes.Text(entry["type"]), TemplateNodes.Text(entry["data"]))
                {
                    case ("aws:cdk:templateFile", { } data):
                        stacks[data] = new Stack(construct.Name!);
                        break;
                    case ("aws:cdk:logicalId", { } data):
                        constructs.Add((construct.Name!, data));
                        break;
                }
            }
        }
    }

    /// <summary>Other tools have files of this name, too; in the folders of the CDK there is a <c>cdk.out</c> beside it.</summary>
    private static bool IsAssembly(string folder) => File.Exists(Path.Combine(folder, ManifestName)) && File.Exists(Path.Combine(folder, "cdk.out"));

    private static TemplateDocument? Read(string path, List<CloudAssemblyProblem> problems, CancellationToken cancellationToken)
    {
        try
        {
            TemplateDocument document = TemplateFile.Parse(path, TemplateStore.Read(path), cancellationToken);
            if (document.Errors is not [var error, ..])
            {
                return document;
            }

            problems.Add(new CloudAssemblyProblem(path, $"{error.Message} (line {document.GetPosition(error.Span.Start).Line + 1})"));
        }
        catch (DecoderFallbackException)
        {
            problems.Add(new CloudAssemblyProblem(path, "it is not UTF-8"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add(new CloudAssemblyProblem(path, error.Message));
        }

        return null;
    }

    /// <summary>A stack of a stage.</summary>
    /// <param name="path">The path of its construct.</param>
    private sealed class Stack(string path)
    {
        /// <summary>The path of its construct, with a slash ahead.</summary>
        public string Path { get; } = path;

        /// <summary>The paths of its constructs by logical id.</summary>
        public Dictionary<string, string> Constructs { get; } = new(StringComparer.Ordinal);
    }
}
