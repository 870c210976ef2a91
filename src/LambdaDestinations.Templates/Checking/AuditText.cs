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
    private const string Allowed = "allowed";

    private static readonly (string Word, string Meaning)[] Meanings =
    [
        (WordOf(AuditAnswerKind.Handled), "the function has done its work"),
        (WordOf(AuditAnswerKind.Returned), "whoever waits gets the result or the error"),
        (Arrow, "a record, or the event itself, arrives there"),
        (WordOf(AuditAnswerKind.ComesBack), "the message is received again"),
        (WordOf(AuditAnswerKind.Blocks), "the records behind it wait"),
        (Lost, "nothing is left, or nobody gets it; under SIZE and DELIVERY that is told only, and fails no run"),
        (Allowed, "lost, as --allow accepts"),
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
    /// <param name="cell">The cell.</param>
    /// <param name="isAllowed">Whether what it loses is meant.</param>
    public static string Short(AuditCell cell, bool isAllowed)
    {
        List<string> words = [.. cell.Answers.Select(x => Meant(x, Word(x), isAllowed)).Distinct()];
        return words.Count > 1 ? string.Join(" + ", words.Where(static x => x != "-")) : string.Concat(words);
    }

    /// <summary>What the short words of some cells mean, each with its word; only those that stand there.</summary>
    /// <param name="cells">The cells, and whether what they lose is meant.</param>
    public static IEnumerable<(string Word, string Meaning)> Legend(IEnumerable<(AuditCell Cell, bool IsAllowed)> cells)
    {
        HashSet<string> used = new(cells.SelectMany(static x => x.Cell.Answers.Select(y => Meant(y, y.MustFail ? Fails : WordOf(y.Kind), x.IsAllowed))), StringComparer.Ordinal);
        return Meanings.Where(x => used.Contains(x.Word));
    }

    private static string Meant(AuditAnswer answer, string word, bool isAllowed) => isAllowed && (answer.MustFail || answer.Kind == AuditAnswerKind.Lost) ? Allowed : word;

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
