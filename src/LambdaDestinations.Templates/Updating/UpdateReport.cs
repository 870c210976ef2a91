using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Updating;

/// <summary>The outcome of <see cref="TemplateUpdater"/>.</summary>
/// <param name="Document">The template as it is to be; the original when nothing is to change or an error stands in the way.</param>
/// <param name="Findings">What is wrong, in source order of the handlers.</param>
/// <param name="Proofs">For each destination, one sentence that says which statement lets the function reach it.</param>
internal sealed record TemplateUpdate(TemplateDocument Document, EquatableArray<Finding> Findings, EquatableArray<string> Proofs)
{
    /// <summary>Whether an error kept the template as it was.</summary>
    public bool HasErrors => Findings.Any(static x => x.Rule.Severity == RuleSeverity.Error);
}

/// <summary>What an update has to tell, as far as it has come.</summary>
internal sealed class UpdateReport
{
    /// <summary>What is wrong.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>Which statements let functions reach their destinations.</summary>
    public List<string> Proofs { get; } = [];

    /// <summary>Whether the template must stay as it is.</summary>
    public bool HasErrors => Findings.Any(static x => x.Rule.Severity == RuleSeverity.Error);

    /// <summary>The outcome.</summary>
    public TemplateUpdate With(TemplateDocument document)
    {
        // Where nothing is written, advice on what was to be written is noise beside the reason.
        IEnumerable<Finding> findings = HasErrors ? Findings.Where(static x => x.Rule.Severity != RuleSeverity.Info) : Findings;
        return new TemplateUpdate(document, new EquatableArray<Finding>(findings.Distinct()), new EquatableArray<string>(Proofs.Distinct()));
    }
}
