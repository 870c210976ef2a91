using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Tool.Inputs;

namespace LambdaDestinations.Tool.Reports;

/// <summary>Losses that are meant.</summary>
/// <param name="Function">The function; <see langword="null"/> for all.</param>
/// <param name="Cause">The cause; <see langword="null"/> for all.</param>
internal sealed record AuditAllowance(string? Function, AuditCause? Cause)
{
    private static readonly AuditCause[] Losing = [AuditCause.Failure, AuditCause.Timeout, AuditCause.Throttled, AuditCause.Age, AuditCause.Delivery];

    /// <summary>Reads <c>Function:cause</c>.</summary>
    /// <exception cref="ToolException">It is something else.</exception>
    public static AuditAllowance Parse(string text)
    {
        string[] parts = text.Trim().Split(':');
        if (parts is not [{ Length: > 0 } function, { Length: > 0 } word])
        {
            throw new ToolException($"'{text}' is not a valid allowance: write Function:cause, such as Nightly:failure or Nightly:*");
        }

        AuditCause? cause = word == "*" ? null
            : Losing.Any(x => AuditRow.Word(x) == word) ? Losing.First(x => AuditRow.Word(x) == word)
            : throw new ToolException($"'{word}' is not a cause of losses: write one of {string.Join(", ", Losing.Select(AuditRow.Word))}, or *");
        return new AuditAllowance(function == "*" ? null : function, cause);
    }

    /// <summary>Whether it allows a loss.</summary>
    public bool Allows(AuditRow row, AuditCell cell) => (Function is null || Function == row.Function.LogicalId) && (Cause is null || Cause == cell.Cause);

    /// <inheritdoc />
    public override string ToString() => $"{Function ?? "*"}:{(Cause is { } cause ? AuditRow.Word(cause) : "*")}";
}

/// <summary>A row with its file.</summary>
/// <param name="Input">The file.</param>
/// <param name="Row">The row.</param>
/// <param name="Losses">The cells that the audit objects to.</param>
/// <param name="Allowed">Those that are meant.</param>
internal sealed record AuditReportRow(TemplateInput Input, AuditRow Row, IReadOnlyList<AuditCell> Losses, IReadOnlyList<AuditCell> Allowed);

/// <summary>The result of an audit, ready to be written.</summary>
/// <param name="Rows">By template and function.</param>
/// <param name="Inputs">The templates, and those that could not be read.</param>
/// <param name="Unused">The allowances that allow nothing.</param>
/// <param name="Code">The exit code before the losses are counted.</param>
internal sealed record AuditReport(IReadOnlyList<AuditReportRow> Rows, TemplateInputs Inputs, IReadOnlyList<AuditAllowance> Unused, int Code)
{
    /// <summary>Loops of records, by template: no row ends in one, and none is a loss.</summary>
    public IReadOnlyList<(TemplateInput Input, Finding Finding)> Loops { get; init; } = [];

    /// <summary>Makes the report.</summary>
    /// <exception cref="ToolException">An allowance names a function that no template has.</exception>
    public static AuditReport Of(IReadOnlyList<(TemplateInput Input, AuditTemplate Template)> templates, IReadOnlyList<AuditRow> rows, TemplateInputs inputs, IReadOnlyList<AuditAllowance> allowances, int code)
    {
        if (code != ExitCodes.Usage && allowances.FirstOrDefault(x => x.Function is { } name && !rows.Any(y => y.Function.LogicalId == name)) is { } wrong)
        {
            throw new ToolException($"There is no function '{wrong.Function}' to allow losses of");
        }

        Dictionary<TemplateModel, TemplateInput> files = templates.ToDictionary(static x => x.Template.Template, static x => x.Input);
        List<AuditReportRow> all = [];
        HashSet<AuditAllowance> used = [];
        foreach (AuditRow row in rows)
        {
            AuditCell[] losses = [.. row.Cells.Where(static x => x.IsLoss)];
            AuditCell[] allowed = [.. losses.Where(x => allowances.Any(y => y.Allows(row, x)))];
            used.UnionWith(allowances.Where(x => losses.Any(y => x.Allows(row, y))));
            all.Add(new AuditReportRow(files[row.Template], row, [.. losses.Except(allowed)], allowed));
        }

        return new AuditReport(all, inputs, [.. allowances.Where(x => !used.Contains(x))], code)
        {
            Loops = [.. templates.SelectMany(static x => TemplateChecker.FindLoops(x.Template.Template).Select(y => (x.Input, y)))],
        };
    }

    /// <summary>The exit code: unreadable input goes before losses, since the audit is then not whole.</summary>
    public int ExitCode => Code != ExitCodes.Clean ? Code : Losses > 0 ? ExitCodes.Findings : ExitCodes.Clean;

    /// <summary>How many rows lose events.</summary>
    public int Losses => Rows.Count(static x => x.Losses.Count > 0);

    /// <summary>How many rows lose events as is meant.</summary>
    public int Allowed => Rows.Count(static x => x.Losses.Count == 0 && x.Allowed.Count > 0);

    /// <summary>How many functions there are.</summary>
    public int Functions => Rows.Select(static x => (x.Input, x.Row.Function.LogicalId)).Distinct().Count();

    /// <summary>The losses as findings, for SARIF: one for each row and end, at the function as it is written.</summary>
    public CheckReport ToCheck()
    {
        List<ReportedFinding> findings = [];
        foreach (AuditReportRow row in Rows)
        {
            foreach (IGrouping<string, AuditCell> same in row.Losses.GroupBy(static x => x.Text, StringComparer.Ordinal))
            {
                RuleMessage message = ConfigurationRules.EndsInNothing(row.Row.Function.LogicalId, AuditText.Entry(row.Row), same.Select(static x => AuditRow.Word(x.Cause)), same.Key);
                TemplateResource? function = row.Input.Model.Find(row.Row.Function.LogicalId);
                findings.Add(new ReportedFinding(row.Input, new Finding(message, function?.Entry.Key.Span), function?.Entry.Key.Span));
            }
        }

        return new CheckReport(findings, Inputs, RuleSeverity.Warning);
    }
}
