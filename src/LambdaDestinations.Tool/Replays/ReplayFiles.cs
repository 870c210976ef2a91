using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using LambdaDestinations.Build;
using LambdaDestinations.Tool.Reports;

namespace LambdaDestinations.Tool.Replays;

/// <summary>Events as files, with the script that invokes their functions with them.</summary>
internal static class ReplayFiles
{
    /// <summary>The script's name.</summary>
    public const string Script = "invoke.sh";

    private const int MaximumName = 100;

    /// <summary>Writes events.</summary>
    /// <param name="folder">Where to; it is created.</param>
    /// <param name="items">The events.</param>
    /// <param name="ledger">Where the script notes what it has invoked.</param>
    /// <returns>The file of each, relative to the folder.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static IReadOnlyDictionary<ReplayItem, string> Write(string folder, IEnumerable<ReplayItem> items, ReplayLedger ledger)
    {
        Dictionary<ReplayItem, string> files = new(ReferenceEqualityComparer.Instance);
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        StringBuilder script = new(
            $"""
            #!/bin/sh
            # Invokes each function with the event of its failure record, as Lambda was to. Written by lambda-destinations replay.
            # Each invocation is noted in the ledger, by which a later run knows how often an event was replayed.
            set -eu
            cd "$(dirname "$0")"
            LEDGER={ShellText.Quote(Path.GetRelativePath(folder, ledger.FullPath).Replace('\\', '/'))}

            """.ReplaceLineEndings("\n"));
        foreach (ReplayItem item in items)
        {
            string name = $"{Safe(item.Event.FunctionName ?? item.FunctionArn!)}/{Safe(item.Event.RequestId ?? item.Key)}";
            string file = name + ".json";
            for (int i = 2; !taken.Add(file); i++)
            {
                file = string.Create(CultureInfo.InvariantCulture, $"{name}-{i}.json");
            }

            string path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            TemplateStore.WriteAtomically(path, item.Event.Payload.ToArray());
            files[item] = file;
            script.Append('\n').Append(Command(item, file)).Append('\n')
                .Append(CultureInfo.InvariantCulture, $"echo \"$(date -u +%Y-%m-%dT%H:%M:%SZ)\" {ShellText.Quote(ReplayLedger.Entry(item))} >> \"$LEDGER\"\n");
        }

        TemplateStore.WriteAtomically(Path.Combine(folder, Script), Encoding.UTF8.GetBytes(script.ToString()));
        return files;
    }

    /// <summary>
    /// The command of the AWS CLI that invokes the function with a file (AWS CLI Command Reference, <c>aws lambda invoke</c>); <c>fileb</c> means the
    /// same to its versions 1 and 2.
    /// </summary>
    private static string Command(ReplayItem item, string file)
    {
        string region = item.FunctionArn!.Split(':') is [_, _, "lambda", { Length: > 0 } named, ..] ? $"--region {ShellText.Quote(named)} " : "";
        string function = ShellText.Quote(item.FunctionArn!);
        return $"aws lambda invoke {region}--function-name {function} --invocation-type Event --payload {ShellText.Quote("fileb://" + file)} /dev/null";
    }

    /// <summary>A name that is one name of a file everywhere: it is text of whoever wrote the record.</summary>
    private static string Safe(string text)
    {
        string name = new([.. text.Take(MaximumName).Select(static x => char.IsAsciiLetterOrDigit(x) || x is '-' or '_' ? x : '_')]);
        return name.Length == 0 ? "_" : name;
    }
}
