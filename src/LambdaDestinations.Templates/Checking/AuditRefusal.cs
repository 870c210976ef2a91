using System.Linq;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>That something cannot be sent.</summary>
/// <param name="Reason">Who may not do what.</param>
/// <param name="Where">What is so where it is refused; always, when it is refused in every deployment.</param>
internal sealed record AuditRefusal(string Reason, ConditionSet Where)
{
    /// <summary>Whether a deployment decides that nothing is sent there.</summary>
    public bool MayBeOff { get; init; }

    /// <summary>Whether it is refused in every deployment.</summary>
    public bool IsAlways => Where.IsAlways;

    /// <summary>When it is not refused, in words.</summary>
    public string Otherwise => Where.Outcomes.Skip(1).Any() ? $"unless {Where.InWords}" : string.Concat(Where.Outcomes.Select(static x => x.Value ? $"if not {x.Condition}" : $"if {x.Condition}"));

    /// <summary>In words: <c>must fail if not IsProd: R may not invoke F …</c>.</summary>
    public string Text => MayBeOff ? $"unknown because {Reason} if {Where.InWords}, where its State may be DISABLED" : $"must fail{(IsAlways ? "" : $" if {Where.InWords}")}: {Reason}";

    /// <summary>As the end of a way.</summary>
    public AuditWay ToWay() => MayBeOff ? AuditWay.Unknown(Text) : AuditWay.Lost(Text) with { MustFail = true };

    /// <summary>As an answer.</summary>
    public AuditAnswer ToAnswer(string word) => new(MayBeOff ? AuditAnswerKind.Unknown : AuditAnswerKind.Lost, $"{word}: {Text}") { MustFail = !MayBeOff };
}
