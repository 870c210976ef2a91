using System;
using System.Collections.Generic;
using System.Linq;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Rows of the audit as people read them in a table.</summary>
internal static class AuditText
{
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

    private static string Word(AuditAnswer answer) => answer.MustFail ? "FAILS" : answer.Kind switch
    {
        AuditAnswerKind.None => "-",
        AuditAnswerKind.Handled => "handled",
        AuditAnswerKind.Returned => "to caller",
        AuditAnswerKind.Delivered => answer.Targets.Count > 0 ? "→ " + string.Join(", ", answer.Targets.Select(static x => x.Split('>')[0].Trim()).Distinct()) : "delivered",
        AuditAnswerKind.ComesBack => "comes back",
        AuditAnswerKind.Blocks => "blocks",
        AuditAnswerKind.Lost => "LOST",
        AuditAnswerKind.Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer.Kind, "Not a kind of answer."),
    };
}
