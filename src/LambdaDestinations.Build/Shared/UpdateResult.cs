using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Build;

/// <summary>The result of <see cref="UpdateJob"/>.</summary>
/// <param name="Outcome">How the run ended.</param>
internal sealed record UpdateResult(UpdateOutcome Outcome)
{
    /// <summary>The template as it was read; <see langword="null"/> when it could not be.</summary>
    public TemplateDocument? Before { get; init; }

    /// <summary>The updated template, with the text of <see cref="Before"/> when there is nothing to change or an error prevents it; <see langword="null"/> with it.</summary>
    public TemplateDocument? After { get; init; }

    /// <summary>What is wrong, in the order of the handlers. Spans are those of <see cref="Before"/>.</summary>
    public EquatableArray<Finding> Findings { get; init; }

    /// <summary>For each destination, one sentence that says which statement lets the function reach it.</summary>
    public EquatableArray<string> Proofs { get; init; }

    /// <summary>The files that were written.</summary>
    public EquatableArray<string> Written { get; init; }

    /// <summary>How often the template was read again because something else wrote it meanwhile.</summary>
    public int Rereads { get; init; }

    /// <summary>The reason for <see cref="UpdateOutcome.LostRace"/> and <see cref="UpdateOutcome.Failed"/>, as one sentence.</summary>
    public string Failure { get; init; } = "";

    /// <summary>How <see cref="After"/> differs from <see cref="Before"/>; <see langword="null"/> where there is nothing to compare.</summary>
    public LineDifference? Difference => Before is null || After is null ? null : LineDifference.Of(Before.Text, After.Text);
}
