using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Replay;
using LambdaDestinations.Tool.Inputs;
using LambdaDestinations.Tool.Replays;
using LambdaDestinations.Tool.Reports;

namespace LambdaDestinations.Tool.Commands;

/// <summary><c>replay</c>: failure records as events again.</summary>
internal sealed class ReplayCommand : AsyncToolCommand
{
    private const int MaximumReplays = 3;
    private const int Limit = 1000;

    private readonly Argument<string> _source = new("source") { Description = "Where the records are: a file, a folder, s3://bucket/prefix, or the URL or the ARN of a queue." };

    private readonly Option<bool> _peek = new("--peek") { Description = "Receives the messages of a queue to show them. That raises their receive counts; they are hidden from others meanwhile, and shown again." };

    private readonly Option<string?> _output = new("--output", "-o") { Description = $"Writes the events to files of this folder, and {ReplayFiles.Script}, which invokes their functions with them.", HelpName = "folder" };

    private readonly Option<string?> _sendTo = new("--send-to") { Description = "The queue that feeds the function, by its URL or its ARN: the events are sent to it, with --yes.", HelpName = "queue" };

    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Sends, and deletes each message of the failure queue behind what was sent for it." };

    private readonly Option<bool> _keep = new("--keep") { Description = "Deletes nothing." };

    private readonly Option<string?> _function = new("--function") { Description = "Only failures of this function, by name or ARN. Dead letters do not name theirs: they are taken for its own.", HelpName = "name" };

    private readonly Option<string?> _error = new("--error") { Description = "Only failures of this type, such as TimeoutException or Sandbox.Timedout, or of this condition.", HelpName = "type" };

    private readonly Option<int> _maximum = new("--max-replays") { Description = "How often an event may be replayed before it is refused, by the ledger.", HelpName = "n", DefaultValueFactory = static _ => MaximumReplays };

    private readonly Option<string> _ledger = new("--ledger") { Description = "The file that says how often each event was replayed.", HelpName = "file", DefaultValueFactory = static _ => "lambda-destinations-replays.log" };

    private readonly Option<int> _limit = new("--limit") { Description = "How many messages, files or objects are read.", HelpName = "n", DefaultValueFactory = static _ => Limit };

    private readonly Option<string> _format = new("--format", "-f") { Description = "How to report.", DefaultValueFactory = static _ => "table" };

    private readonly Option<string?> _endpoint = new("--endpoint-url") { Description = "Another endpoint than that of AWS, such as a local server.", HelpName = "url" };

    private readonly Option<string?> _region = new("--region") { Description = "The region. Default: that of the queue, else as the AWS CLI finds it.", HelpName = "region" };

    private readonly Option<string?> _profile = new("--profile") { Description = "The profile of the AWS configuration files. Default: as the AWS CLI finds credentials.", HelpName = "name" };

    public ReplayCommand(ToolConsole console)
        : base("replay", "Shows failure records, and makes them events again: as files to invoke the functions with, or in the queue that feeds the function.", console)
    {
        Add(_source);
        _format.AcceptOnlyFromAmong("table", "json");
        Option[] options = [_peek, _output, _sendTo, _yes, _keep, _function, _error, _maximum, _ledger, _limit, _format, _endpoint, _region, _profile];
        foreach (Option option in options)
        {
            Add(option);
        }

        Validators.Add(result =>
        {
            bool isSent = result.GetValue(_sendTo) is not null;
            if (isSent && result.GetValue(_output) is not null)
            {
                result.AddError("--output and --send-to replay the same events in two ways: give one of them.");
            }

            if (!isSent && (result.GetValue(_yes) || result.GetValue(_keep)))
            {
                result.AddError("--yes and --keep belong to --send-to.");
            }
        });
    }

    /// <inheritdoc />
    public override string Examples =>
        """
        lambda-destinations replay failed.json
        lambda-destinations replay s3://failed-orders/aws/lambda/async/place-order/ --output replay && sh replay/invoke.sh
        lambda-destinations replay https://sqs.eu-west-1.amazonaws.com/123456789012/failed
        lambda-destinations replay arn:aws:sqs:eu-west-1:123456789012:failed --peek --error TimeoutException
        lambda-destinations replay arn:aws:sqs:eu-west-1:123456789012:failed --send-to arn:aws:sqs:eu-west-1:123456789012:orders --yes
        """;

    protected override async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        ReplaySource source = new(parsed.GetRequiredValue(_source));
        AwsAccess access = AwsAccess.Of(parsed.GetValue(_endpoint), parsed.GetValue(_region), parsed.GetValue(_profile));
        if (parsed.GetValue(_peek) && !source.IsQueue)
        {
            throw new ToolException("--peek is for queues: files and objects are read anyway");
        }

        if (parsed.GetValue(_maximum) < 1 || parsed.GetValue(_limit) < 1)
        {
            throw new ToolException("--max-replays and --limit are at least 1");
        }

        using ReplayBucket s3 = new(access);
        if (!source.IsQueue)
        {
            IReadOnlyList<ReplayEvent> events = await source.ReadAsync(Console.Folder, s3, parsed.GetValue(_limit), cancellationToken);
            return await ReplayAsync(parsed, source.Text, access, null, events.Select(static x => (x, (ReceivedMessage?)null)), null, cancellationToken);
        }

        using ReplayQueue queue = await ReplayQueue.OpenAsync(source.Text, access, cancellationToken);
        QueueState state = await queue.DescribeAsync(cancellationToken);
        if (!parsed.GetValue(_peek) && parsed.GetValue(_output) is null && !parsed.GetValue(_yes))
        {
            ShowQueue(parsed, queue.Url, state);
            return ExitCodes.Clean;
        }

        Dictionary<string, ReceivedMessage> received = new(StringComparer.Ordinal);
        try
        {
            await queue.ReceiveAsync(received, parsed.GetValue(_limit), cancellationToken);
            List<(ReplayEvent, ReceivedMessage?)> events = [];
            foreach (ReceivedMessage message in received.Values)
            {
                IReadOnlyList<ReplayEvent> read = await ReplayReader.ReadMessageAsync(message.Body, message.Attributes, "message " + message.Id, s3);
                events.AddRange(read.Select(x => (x, (ReceivedMessage?)message)));
            }

            return await ReplayAsync(parsed, queue.Url, access, state, events, (queue, received), cancellationToken);
        }
        finally
        {
            await queue.ReleaseAsync(received.Values);
        }
    }

    /// <summary>The dry run of a queue: nobody has received a message.</summary>
    private void ShowQueue(ParseResult parsed, string url, QueueState state)
    {
        if (parsed.GetValue(_format) == "json")
        {
            Console.Output.Write(ReplayJson.Write(url, state, null, new Dictionary<ReplayItem, string>(), new HashSet<ReplayItem>(), DateTimeOffset.UtcNow));
            return;
        }

        ReplayTable.Write(Console, url, state);
        Console.WriteLine("Dry run: no message was received. --peek shows the failures, --output writes their events to files, --send-to with --yes sends them.");
    }

    /// <summary>Shows failures, and does with them what is asked for.</summary>
    /// <param name="parsed">What is asked for.</param>
    /// <param name="name">Where they were read, for people.</param>
    /// <param name="access">How AWS is asked.</param>
    /// <param name="state">What the queue says of itself; <see langword="null"/> where it is none.</param>
    /// <param name="events">The failures.</param>
    /// <param name="source">The queue, and its messages that were received: one that is deleted is taken away from them.</param>
    /// <param name="cancellationToken">Cancels between two events.</param>
    private async Task<int> ReplayAsync(
        ParseResult parsed,
        string name,
        AwsAccess access,
        QueueState? state,
        IEnumerable<(ReplayEvent, ReceivedMessage?)> events,
        (ReplayQueue Queue, Dictionary<string, ReceivedMessage> Received)? source,
        CancellationToken cancellationToken)
    {
        string file = parsed.GetRequiredValue(_ledger);
        ReplayLedger ledger = ReplayLedger.Read(TemplatePaths.Full(Console.Folder, file), file);
        ReplayRequest request = new(parsed.GetValue(_function), parsed.GetValue(_error), parsed.GetValue(_maximum), parsed.GetValue(_sendTo) is null);
        ReplayPlan plan = ReplayPlan.Of(events, request, ledger);
        bool isTable = parsed.GetValue(_format) != "json";
        if (isTable)
        {
            if (state is not null)
            {
                ReplayTable.Write(Console, name, state);
            }

            ReplayTable.Write(Console, plan, DateTimeOffset.UtcNow);
        }

        IReadOnlyDictionary<ReplayItem, string> files = new Dictionary<ReplayItem, string>();
        HashSet<ReplayItem> sent = new(ReferenceEqualityComparer.Instance);
        string? told = null;
        if (parsed.GetValue(_output) is { } folder && plan.Replayable.Any())
        {
            files = ReplayFiles.Write(TemplatePaths.Full(Console.Folder, folder), plan.Replayable, ledger);
            string script = ShellText.Quote(folder.TrimEnd('/') + "/" + ReplayFiles.Script);
            told = string.Create(CultureInfo.InvariantCulture, $"{files.Count} event(s) written. To replay them: sh {script}");
        }
        else if (parsed.GetValue(_sendTo) is { } target)
        {
            using ReplayQueue to = await ReplayQueue.OpenAsync(target, access, cancellationToken);
            if (to.Url == (source?.Queue.Url ?? ""))
            {
                throw new ToolException("--send-to is the queue that the records are read from: give the queue that feeds the function");
            }

            if (parsed.GetValue(_yes))
            {
                await SendAsync(plan, to, ledger, parsed.GetValue(_keep) ? null : source, sent, cancellationToken);
                told = string.Create(CultureInfo.InvariantCulture, $"{sent.Count} event(s) sent to {to.Url}");
            }
            else
            {
                told = string.Create(CultureInfo.InvariantCulture, $"Dry run: --yes sends {plan.Replayable.Count()} event(s) to {to.Url}");
            }
        }

        if (!isTable)
        {
            Console.Output.Write(ReplayJson.Write(name, state, plan, files, sent, DateTimeOffset.UtcNow));
        }
        else if (told is not null)
        {
            Console.WriteLine(Excerpt.Printable(told));
        }

        return plan.Items.All(static x => x.Problem is null) ? ExitCodes.Clean : ExitCodes.Findings;
    }

    /// <summary>Sends the events one by one. A message of the failure queue is deleted behind what was sent for it, never before.</summary>
    private static async Task SendAsync(
        ReplayPlan plan,
        ReplayQueue to,
        ReplayLedger ledger,
        (ReplayQueue Queue, Dictionary<string, ReceivedMessage> Received)? source,
        HashSet<ReplayItem> sent,
        CancellationToken cancellationToken)
    {
        foreach (ReplayItem item in plan.Replayable)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ledger.Note(item, DateTimeOffset.UtcNow);
            IReadOnlyList<ReplayMessage> messages = ReplayMessage.Of(item.Event.Payload);
            for (int i = 0; i < messages.Count; i++)
            {
                await to.SendAsync(messages[i], item.Replays + 1, string.Create(CultureInfo.InvariantCulture, $"{item.Key}-{i}"), cancellationToken);
            }

            sent.Add(item);
            IEnumerable<ReplayItem> done = plan.Copies.Where(x => ReferenceEquals(x.CopyOf, item)).Prepend(item);
            foreach (ReceivedMessage message in done.Select(static x => x.Message).OfType<ReceivedMessage>())
            {
                if (source is { } from && from.Received.ContainsKey(message.Id))
                {
                    await from.Queue.DeleteAsync(message.ReceiptHandle);
                    from.Received.Remove(message.Id);
                }
            }
        }
    }
}
