using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Checking;

/// <summary>What becomes of an event, or what happens to it on its way: the columns of the audit.</summary>
internal enum AuditCause
{
    /// <summary>The function succeeds.</summary>
    Success,

    /// <summary>The function fails on every attempt.</summary>
    Failure,

    /// <summary>The function times out on every attempt.</summary>
    Timeout,

    /// <summary>The function is throttled for so long that Lambda gives up.</summary>
    Throttled,

    /// <summary>The event grows too old.</summary>
    Age,

    /// <summary>The event or its record is too large for what carries it.</summary>
    Size,

    /// <summary>The event, or its record, cannot be delivered.</summary>
    Delivery,
}

/// <summary>Where an event ends.</summary>
internal enum AuditAnswerKind
{
    /// <summary>That cannot happen here.</summary>
    None,

    /// <summary>The function has done its work.</summary>
    Handled,

    /// <summary>The caller gets the result or the error.</summary>
    Returned,

    /// <summary>A record or the event arrives at a target.</summary>
    Delivered,

    /// <summary>The message comes back to its queue.</summary>
    ComesBack,

    /// <summary>The records behind it wait.</summary>
    Blocks,

    /// <summary>Nothing is left of it.</summary>
    Lost,

    /// <summary>The templates do not tell.</summary>
    Unknown,
}

/// <summary>One place where an event ends.</summary>
/// <param name="Kind">What kind of end.</param>
/// <param name="Text">In words.</param>
internal sealed record AuditAnswer(AuditAnswerKind Kind, string Text)
{
    /// <summary>It cannot happen.</summary>
    public static AuditAnswer None { get; } = new(AuditAnswerKind.None, "-");

    /// <summary>The function has done its work.</summary>
    public static AuditAnswer Handled { get; } = new(AuditAnswerKind.Handled, "handled");

    /// <summary>Where it arrives: names of resources.</summary>
    public EquatableArray<string> Targets { get; init; }

    /// <summary>Who reads it there: names of functions and other resources.</summary>
    public EquatableArray<string> Readers { get; init; }

    /// <summary>Whether the delivery fails as the template stands.</summary>
    public bool MustFail { get; init; }

    /// <summary>Whether the content decides that it arrives.</summary>
    public bool IsConditional { get; init; }

    /// <summary>The words of several, one behind the other.</summary>
    public static string InWords(IEnumerable<AuditAnswer> answers, string separator = "; ") => string.Join(separator, answers.Select(static x => x.Text));

    /// <summary>Each answer once.</summary>
    public static AuditAnswer[] Different(IEnumerable<AuditAnswer> answers) => [.. answers.GroupBy(static x => x.Text, StringComparer.Ordinal).Select(static x => x.First())];

    /// <summary>After how many retries something ends; <see langword="null"/> when a deployment decides.</summary>
    public static string Retries(long? retries) => retries switch
    {
        null => "after its retries: ",
        0 => "after the first attempt: ",
        { } number => $"after {AuditFacts.Count(number, "retry", "retries")}: ",
    };
}

/// <summary>What the audit says of one way in and one cause.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Text">In words.</param>
/// <param name="Answers">Where the event ends: several where several receive it, or where conditions decide.</param>
internal sealed record AuditCell(AuditCause Cause, string Text, EquatableArray<AuditAnswer> Answers)
{
    /// <summary>The causes in order.</summary>
    public static IReadOnlyList<AuditCause> Causes { get; } = [.. Enum.GetValues(typeof(AuditCause)).Cast<AuditCause>()];

    /// <summary>A cell for each cause.</summary>
    public static AuditCell[] Each(Func<AuditCause, AuditCell> of) => [.. Causes.Select(of)];

    /// <summary>The same answer to every cause.</summary>
    public static AuditCell[] All(AuditAnswer answer) => Each(x => Of(x, answer));

    /// <summary>Answers that hold together, behind what is said of all of them.</summary>
    public static AuditCell Behind(AuditCause cause, string prefix, IReadOnlyList<AuditAnswer> answers, string separator = "; ") => Of(cause, prefix + AuditAnswer.InWords(answers, separator), answers);

    /// <summary>The same, each answer once; it cannot happen where there is none.</summary>
    public static AuditCell Join(AuditCause cause, IEnumerable<AuditAnswer> parts) =>
        AuditAnswer.Different(parts) is { Length: > 0 } all ? Behind(cause, "", all) : Of(cause, AuditAnswer.None);

    /// <summary>A cell with one answer.</summary>
    public static AuditCell Of(AuditCause cause, AuditAnswer answer) => Of(cause, answer.Text, [answer]);

    /// <summary>A cell with several answers that hold together.</summary>
    public static AuditCell Of(AuditCause cause, string text, IReadOnlyList<AuditAnswer> answers) => new(cause, text, new EquatableArray<AuditAnswer>(answers)) { IsLost = Loses(answers) };

    /// <summary>Whether the event is lost, in some deployment at least. What one target gets is not lost because another one gets nothing.</summary>
    public bool IsLost { get; init; }

    /// <summary>Whether nothing is left of an event that ends in all of these.</summary>
    public static bool Loses(IReadOnlyList<AuditAnswer> answers) =>
        answers.Any(static x => x.Kind == AuditAnswerKind.Lost)
        && !answers.Any(static x => x is { Kind: AuditAnswerKind.Delivered, IsConditional: false } or { Kind: AuditAnswerKind.Returned or AuditAnswerKind.Handled or AuditAnswerKind.Unknown });

    /// <summary>Whether a delivery fails as the template stands.</summary>
    public bool MustFail => Answers.Any(static x => x.MustFail);

    /// <summary>
    /// Whether the audit objects: the event is lost when the function fails, times out, is throttled, or the event grows too old; or a delivery must fail. That a healthy
    /// target may be down, and that a record may be too large, is told only.
    /// </summary>
    public bool IsLoss => MustFail || (IsLost && Cause is AuditCause.Failure or AuditCause.Timeout or AuditCause.Throttled or AuditCause.Age);
}

/// <summary>A way on which events enter a function, and where they end.</summary>
/// <param name="Template">Which template has the function.</param>
/// <param name="Function">The function.</param>
/// <param name="Entry">The way in: <c>topic News > queue Inbox</c>.</param>
/// <param name="Mode">How it is invoked; <see langword="null"/> when that is not known.</param>
/// <param name="Span">Where the way is written.</param>
internal sealed record AuditRow(TemplateModel Template, TemplateResource Function, string Entry, InvocationKind? Mode, SourceSpan Span)
{
    /// <summary>What is told of the mode beside its name: <c>disabled</c>, <c>if IsProd</c>.</summary>
    public EquatableArray<string> Notes { get; init; }

    /// <summary>Whether the trigger is switched off.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Which errors the row is about, where a reader takes some only; <see langword="null"/> for all.</summary>
    public string? Case { get; init; }

    /// <summary>The method or file that runs, as the template or the assembly names it.</summary>
    public string? Handler { get; init; }

    /// <summary>One for each cause, in order.</summary>
    public EquatableArray<AuditCell> Cells { get; init; }

    /// <summary>The mode in words: <c>asynchronous, if IsProd</c>, <c>asynchronous by its settings</c>.</summary>
    public string ModeInWords => string.Join(", ", new[] { Mode?.ToString().ToLowerInvariant() ?? "unknown" }.Concat(Notes)).Replace(", by ", " by ");

    /// <summary>The cell of a cause.</summary>
    public AuditCell this[AuditCause cause] => Cells[(int)cause];

    /// <summary>The row in lines: the way in, then each answer with its causes.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"{Function.LogicalId} < {AuditText.Entry(this)}";
        foreach (IGrouping<string, AuditCell> same in Cells.GroupBy(static x => x.Text, StringComparer.Ordinal))
        {
            yield return $"  {string.Join(", ", same.Select(static x => Word(x.Cause)))}: {same.Key}";
        }
    }

    /// <summary>A cause in one word, as the command line takes it.</summary>
    public static string Word(AuditCause cause) => cause.ToString().ToLowerInvariant();
}
