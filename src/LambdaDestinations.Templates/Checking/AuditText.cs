using System;
using System.Collections.Generic;
using System.Linq;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Rows of the audit as people read them in a table.</summary>
internal static class AuditText
{
    private const string Arrow = "→";
    private const string Fails = "FAILS";
    private const string Lost = "LOST";

    private static readonly (string Word, string Meaning)[] Meanings =
    [
        (WordOf(AuditAnswerKind.Handled), "the function has done its work"),
        (WordOf(AuditAnswerKind.Returned), "whoever waits gets the result or the error"),
        (Arrow, "a record, or the event itself, arrives there"),
        (WordOf(AuditAnswerKind.ComesBack), "the message is received again"),
        (WordOf(AuditAnswerKind.Blocks), "the records behind it wait"),
        (Lost, "nothing is left, or nobody gets it; under SIZE and DELIVERY that is told only, and fails no run"),
        (Fails, "the delivery must fail as the template stands"),
        (WordOf(AuditAnswerKind.Unknown), "the templates do not tell"),
        (WordOf(AuditAnswerKind.None), "cannot happen here"),
    ];

    /// <summary>The heading of a cause's column.</summary>
    public static string Heading(AuditCause cause) => cause switch
    {
        AuditCause.Success => "succeeds",
        AuditCause.Failure => "fails",
        AuditCause.Timeout => "times out",
        AuditCause.Throttled => "throttled for long",
        AuditCause.Age => "grows too old",
        AuditCause.Size => "too large",
        AuditCause.Delivery => "delivery fails",
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "Not a cause."),
    };

    /// <summary>The way in with its mode, and the error that the row is about.</summary>
    public static string Entry(AuditRow row) => $"{row.Entry} ({row.ModeInWords}){(row.Case is null ? "" : $" when {row.Case}")}";

    /// <summary>A cell in a word or two.</summary>
    public static string Short(AuditCell cell)
    {
        List<string> words = [.. cell.Answers.Select(Word).Distinct()];
        return words.Count > 1 ? string.Join(" + ", words.Where(static x => x != "-")) : string.Concat(words);
    }

    /// <summary>What the short words of some rows mean, each with its word; only those that stand there.</summary>
    public static IEnumerable<(string Word, string Meaning)> Legend(IEnumerable<AuditRow> rows)
    {
        HashSet<string> used = new(rows.SelectMany(static x => x.Cells).SelectMany(static x => x.Answers).Select(static x => x.MustFail ? Fails : WordOf(x.Kind)), StringComparer.Ordinal);
        return Meanings.Where(x => used.Contains(x.Word));
    }

    private static string Word(AuditAnswer answer) =>
        answer.MustFail ? Fails
        : answer is { Kind: AuditAnswerKind.Delivered, Targets.Count: > 0 } ? $"{Arrow} {string.Join(", ", answer.Targets.Select(static x => x.Split('>')[0].Trim()).Distinct())}"
        : answer.Kind == AuditAnswerKind.Delivered ? "delivered"
        : WordOf(answer.Kind);

    private static string WordOf(AuditAnswerKind kind) => kind switch
    {
        AuditAnswerKind.None => "-",
        AuditAnswerKind.Handled => "handled",
        AuditAnswerKind.Returned => "to caller",
        AuditAnswerKind.Delivered => Arrow,
        AuditAnswerKind.ComesBack => "comes back",
        AuditAnswerKind.Blocks => "blocks",
        AuditAnswerKind.Lost => Lost,
        AuditAnswerKind.Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of answer."),
    };
}
