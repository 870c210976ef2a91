using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Build;
using LambdaDestinations.Testing.Replay;
using LambdaDestinations.Tool.Inputs;

namespace LambdaDestinations.Tool.Replays;

/// <summary>Where failures are read.</summary>
/// <param name="Text">As the user gave it: a path, <c>s3://bucket/prefix</c>, the URL or the ARN of a queue.</param>
internal sealed record ReplaySource(string Text)
{
    private const string S3 = "s3://";

    private static readonly string[] QueuePrefixes = ["https://", "http://", "arn:"];

    /// <summary>Whether it is a queue.</summary>
    public bool IsQueue => IsQueueReference(Text);

    /// <summary>Whether a text names a queue.</summary>
    private static bool IsQueueReference(string text) =>
        QueuePrefixes.Any(x => text.StartsWith(x, StringComparison.Ordinal));

    /// <summary>Reads a file, the files of a folder, or the objects of a bucket.</summary>
    /// <param name="folder">The folder that relative paths start from.</param>
    /// <param name="s3">Where objects are.</param>
    /// <param name="limit">How many files or objects are read.</param>
    /// <param name="cancellationToken">Cancels between two of them.</param>
    /// <exception cref="ToolException">There is nothing there, or the file that it names is something else.</exception>
    public async Task<IReadOnlyList<ReplayEvent>> ReadAsync(string folder, ReplayBucket s3, int limit, CancellationToken cancellationToken)
    {
        if (Text.StartsWith(S3, StringComparison.Ordinal))
        {
            string[] parts = Text[S3.Length..].Split('/', 2);
            string prefix = parts.Length > 1 ? parts[1] : "";
            IReadOnlyList<string> keys = await s3.ListAsync(parts[0], prefix, limit, cancellationToken);
            Content[] objects = [.. keys.Select(x => new Content($"{S3}{parts[0]}/{x}", () => s3.ReadObjectAsync(parts[0], x)))];
            return objects.Length == 0
                ? throw new ToolException($"There is no object in '{Text}'")
                : await ReadAllAsync(objects, s3, isNamed: false, cancellationToken);
        }

        string path = TemplatePaths.Full(folder, Text);
        if (Directory.Exists(path))
        {
            IEnumerable<string> files = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(x => IsRecord(path, x));
            Content[] all = [.. files.Order(StringComparer.Ordinal).Take(limit).Select(OfFile)];
            return all.Length == 0
                ? throw new ToolException($"There is no file in '{Text}'")
                : await ReadAllAsync(all, s3, isNamed: false, cancellationToken);
        }

        return File.Exists(path)
            ? await ReadAllAsync([OfFile(path)], s3, isNamed: true, cancellationToken)
            : throw new ToolException(
                $"There is no file, folder, bucket or queue '{Text}': name it as failed.json, failures/, s3://bucket/prefix, or by the URL or the ARN of a queue");

        Content OfFile(string file) => new(TemplatePaths.Display(folder, file), () => ValueTask.FromResult<ReadOnlyMemory<byte>>(TemplateStore.Read(file)));
    }

    /// <summary>Whether a file of a folder is meant: hidden ones are not, nor the script that we wrote.</summary>
    private static bool IsRecord(string folder, string file) =>
        !Path.GetRelativePath(folder, file).Replace('\\', '/').Split('/').Any(static x => x.StartsWith('.')) && Path.GetFileName(file) != ReplayFiles.Script;

    private static async Task<IReadOnlyList<ReplayEvent>> ReadAllAsync(
        IReadOnlyList<Content> texts, ReplayBucket s3, bool isNamed, CancellationToken cancellationToken)
    {
        List<ReplayEvent> events = [];
        foreach ((string place, Func<ValueTask<ReadOnlyMemory<byte>>> read) in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                events.AddRange(await ReplayReader.ReadAsync(await read(), place, s3));
            }
            catch (DestinationFormatException error) when (isNamed)
            {
                throw new ToolException($"'{place}' holds no record of a failure: {error.Message}");
            }
            catch (DestinationFormatException error)
            {
                events.Add(new ReplayEvent(place, ReplayKind.Malformed) { Problem = error.Message });
            }
        }

        return events;
    }

    /// <summary>A file or an object.</summary>
    /// <param name="Place">As it is shown.</param>
    /// <param name="Read">Reads it.</param>
    private sealed record Content(string Place, Func<ValueTask<ReadOnlyMemory<byte>>> Read);
}
