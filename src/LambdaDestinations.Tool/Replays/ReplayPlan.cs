using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Testing.Replay;

namespace LambdaDestinations.Tool.Replays;

/// <summary>What is asked for.</summary>
/// <param name="Function">
/// Only of this function, by name or ARN, with a qualifier or without; dead letters are taken for its own. <see langword="null"/> for all.
/// </param>
/// <param name="Error">Only of this type of error, or this condition; <see langword="null"/> for all.</param>
/// <param name="MaximumReplays">How often an event may be replayed.</param>
/// <param name="IsInvoked">Whether the function is invoked, and not fed by a queue.</param>
internal sealed record ReplayRequest(string? Function, string? Error, int MaximumReplays, bool IsInvoked);

/// <summary>Which failures are replayed, and which are not.</summary>
/// <param name="Items">In the order in which they were read.</param>
/// <param name="Successes">How many records of successes were passed over.</param>
/// <param name="Others">How many records of other functions or errors were passed over.</param>
internal sealed record ReplayPlan(IReadOnlyList<ReplayItem> Items, int Successes, int Others)
{
    /// <summary>Those to replay.</summary>
    public IEnumerable<ReplayItem> Replayable => Items.Where(static x => x is { Problem: null, CopyOf: null });

    /// <summary>Those that are other copies of what is replayed.</summary>
    public IEnumerable<ReplayItem> Copies => Items.Where(static x => x.CopyOf is not null);

    /// <summary>Decides.</summary>
    public static ReplayPlan Of(IEnumerable<(ReplayEvent Event, ReceivedMessage? Message)> read, ReplayRequest request, ReplayLedger ledger)
    {
        List<ReplayItem> items = [];
        Dictionary<(string Key, string RequestId), ReplayItem> known = [];
        int successes = 0;
        int others = 0;
        foreach ((ReplayEvent failure, ReceivedMessage? message) in read)
        {
            ReplayItem item = new(failure)
            {
                FunctionArn = failure.FunctionArn ?? (failure.Kind == ReplayKind.Event ? request.Function : null),
                Message = message,
            };
            if (failure.Kind == ReplayKind.Success)
            {
                successes++;
            }
            else if ((request.Function is not null && !IsOf(failure, request.Function)) || (request.Error is not null && item.Error != request.Error))
            {
                others++;
            }
            else
            {
                ReplayItem decided = Decide(item, request, ledger);
                if (decided is { Problem: null, Event.RequestId: { } id } && !known.TryAdd((decided.Key, id), decided))
                {
                    decided = decided with { CopyOf = known[(decided.Key, id)], Word = "copy" };
                }

                items.Add(decided);
            }
        }

        return new ReplayPlan(items, successes, others);
    }

    private static bool IsOf(ReplayEvent failure, string function) =>
        failure.FunctionArn is not { } arn || function == arn || function == failure.FunctionName || function == $"{failure.FunctionName}:{failure.Qualifier}"
        || (failure.Qualifier is { } qualifier && arn == $"{function}:{qualifier}");

    private static ReplayItem Decide(ReplayItem item, ReplayRequest request, ReplayLedger ledger)
    {
        if (item.Event.Problem is { } problem)
        {
            return item with { Problem = problem, Word = WordOf(item.Event.Kind) };
        }

        if (item.FunctionArn is null)
        {
            return item with { Problem = "a dead letter does not name its function: name it by --function", Word = "no function" };
        }

        if (!item.FunctionArn.All(static x => char.IsAsciiLetterOrDigit(x) || x is ':' or '-' or '_' or '$' or '.'))
        {
            // It goes into a script: whoever may write to the queue wrote it.
            return item with { Problem = $"'{item.FunctionArn}' is not the name of a function", Word = "no function" };
        }

        if (request.IsInvoked && item.Event.Payload.Length > Limits.AsynchronousPayload)
        {
            return item with
            {
                Problem = string.Create(
                    CultureInfo.InvariantCulture, $"the event has {item.Event.Payload.Length} bytes, and an asynchronous invocation takes {Limits.AsynchronousPayload}"),
                Word = "too large",
            };
        }

        string key = ReplayKey.Of(item.Event.FunctionName ?? item.FunctionArn, item.Event.Payload);

        // Of an event that a queue brought, its messages say so too, wherever the ledger is.
        int own = Math.Max(ledger.CountOf(key, item.Event.RequestId), ReplayMessage.Of(item.Event.Payload).Max(static x => x.Replays));
        int replays = Math.Max(own, ledger.RoundsBefore(key, item.Event, request.IsInvoked));
        return replays < request.MaximumReplays
            ? item with { Key = key, Replays = replays }
            : item with
            {
                Key = key,
                Replays = replays,
                Problem = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(own == replays ? "it" : "it, or another event of its content,")} has been replayed {replays} time(s) and failed again: fix its cause, then raise --max-replays"),
                Word = string.Create(CultureInfo.InvariantCulture, $"replayed {replays}×"),
            };
    }

    private static string WordOf(ReplayKind kind) => kind switch
    {
        ReplayKind.NoPayload => "no payload",
        ReplayKind.Positions => "positions only",
        ReplayKind.StatusChange => "status change",
        ReplayKind.Unknown => "no record",
        _ => "unreadable",
    };
}
