using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>For each function of a system of templates, each way an event enters and where it ends.</summary>
internal static class Audit
{
    // Beyond that a row says what each reader takes, in one cell.
    private const int MaximumErrorTypes = 12;
    private const int MaximumReaders = 3;
    private const string BySettings = "by its settings";

    /// <summary>Audits templates as one system.</summary>
    /// <param name="templates">The templates; those with syntax errors have no rows.</param>
    /// <param name="cancellationToken">Stops between functions.</param>
    public static IReadOnlyList<AuditRow> Of(IReadOnlyList<AuditTemplate> templates, CancellationToken cancellationToken = default)
    {
        AuditSystem system = new(templates);
        AuditListeners listeners = new(system);
        AuditEntries entries = new(system);
        List<AuditRow> rows = [];
        for (int i = 0; i < templates.Count; i++)
        {
            TemplateModel template = templates[i].Template;
            PermissionEvaluator evaluator = new(template);
            foreach (FunctionConfiguration function in DestinationConfiguration.Of(template).Functions)
            {
                cancellationToken.ThrowIfCancellationRequested();
                AuditPlace place = new(i, FlowGraph.Of(template).Find(function.Function.LogicalId)!);
                AuditFunction audited = new(system, listeners, place, function, evaluator);
                AuditEntry[] ways = [.. entries.Of(place).Where(x => x.Edge.Edge.Conditions.IsCompatibleWith(function.Conditions))];
                bool isKnownAsynchronous = ways.Any(static x => x.Edge.Edge.Invocation == InvocationKind.Asynchronous);
                rows.AddRange(ways.Length > 0 ? ways.SelectMany(x => OfEntry(audited, x, isKnownAsynchronous)) : OfNothing(audited, [.. entries.UnusedOf(place)]));
            }
        }

        return rows;
    }

    private static IEnumerable<AuditRow> OfEntry(AuditFunction function, AuditEntry entry, bool isKnownAsynchronous)
    {
        FlowEdge edge = entry.Edge.Edge;
        AuditSwitch state = AuditSwitch.Of(function.System.Templates[entry.Edge.Template].Template, edge);
        ConditionSet conditions = function.Configuration.Conditions.And(state.On is [var only] ? only : edge.Conditions);

        // Of one that only a grant tells of, the settings tell how it is meant.
        bool isBySettings = entry.Grant is not null && edge.Invocation is null && !isKnownAsynchronous && function.IsMeantAsynchronous;
        InvocationKind? mode = isBySettings ? InvocationKind.Asynchronous : edge.Invocation;
        string?[] notes =
        [
            isBySettings ? BySettings : null,
            state.IsOff ? "disabled" : null,
            entry.NeverFires is { } why ? "never fires: " + why : null,
            conditions.IsAlways ? null : $"if {conditions}",
            state.Note,
        ];
        AuditRow row = new(function.Template, function.Configuration.Function, entry.Text, mode, edge.Span)
        {
            Notes = new EquatableArray<string>(notes.OfType<string>()),
            IsDisabled = state.IsOff,
            Handler = AuditFacts.HandlerOf(function.Template, function.Configuration.Function),
        };
        if (state.IsOff || entry.NeverFires is not null)
        {
            return [Filled(row, AuditCell.All(AuditAnswer.None))];
        }

        AuditCells cells = new(function);
        return mode switch
        {
            InvocationKind.Synchronous => [Filled(row, cells.OfSynchronous(entry, conditions))],
            InvocationKind.Asynchronous => OfAsynchronous(cells.Asynchronous, row, new AuditCall(entry, edge.Kind == FlowEdgeKind.Invokes ? edge.Qualifier : edge.TargetQualifier, conditions)),
            InvocationKind.Polled => [Filled(row, cells.OfPolled(entry, conditions))],
            _ => [Filled(row, AuditCell.All(new AuditAnswer(AuditAnswerKind.Unknown, "unknown because " + (entry.Grant ?? "the template does not tell whether it waits for the function"))))],
        };
    }

    /// <summary>A function that nothing invokes, as far as it is seen. Where it has asynchronous settings, somebody means to invoke it so.</summary>
    private static IEnumerable<AuditRow> OfNothing(AuditFunction function, IReadOnlyList<string> unused)
    {
        FunctionConfiguration configuration = function.Configuration;
        bool isUsed = FlowGraph.Of(function.Template).IsOtherwiseUsed(configuration.Function);
        string?[] notes = [function.IsMeantAsynchronous ? BySettings : null, configuration.Conditions.IsAlways ? null : $"if {configuration.Conditions}"];
        AuditRow row = new(
            function.Template,
            configuration.Function,
            isUsed ? "what mentions it in the template" : "nothing in the template",
            function.IsMeantAsynchronous ? InvocationKind.Asynchronous : null,
            configuration.Function.Entry.Key.Span)
        {
            Notes = new EquatableArray<string>(notes.OfType<string>()),
            Handler = AuditFacts.HandlerOf(function.Template, configuration.Function),
        };
        string why = isUsed ? "unknown because what mentions it may invoke it in any way"
            : "unknown because nothing in the template invokes it" + (unused.Count == 0 ? "" : $": {AuditFacts.And(unused)} may, and {(unused.Count == 1 ? "does" : "do")} not");
        return function.IsMeantAsynchronous ? OfAsynchronous(new AuditCells(function).Asynchronous, row, new AuditCall(null, null, configuration.Conditions))
            : [Filled(row, AuditCell.All(new AuditAnswer(AuditAnswerKind.Unknown, why)))];
    }

    /// <summary>One row, or one for each kind of error where readers take some only.</summary>
    private static IEnumerable<AuditRow> OfAsynchronous(AuditAsynchronous cells, AuditRow row, AuditCall call)
    {
        AuditCell[] Cells(AuditCase? errors)
        {
            cells.ErrorTypes.Clear();
            cells.OpenReaders.Clear();
            return cells.Of(call with { Errors = errors });
        }

        AuditCell[] all = Cells(null);
        if (cells.OpenReaders.Count == 0)
        {
            return [Filled(row, all)];
        }

        string[] types = [.. cells.ErrorTypes.Where(static x => x != RecordFacts.TimedOut).OrderBy(static x => x, StringComparer.Ordinal)];
        List<AuditCase> errors = types.Length is 0 or > MaximumErrorTypes ? [new AuditCase()]
            : [.. types.Select(static x => new AuditCase { ErrorType = x }), new AuditCase { IsOtherErrorType = true }];
        List<(AuditCase Case, AuditCell[] Cells)> split = [];
        foreach (AuditCase one in errors)
        {
            AuditCell[] ofType = Cells(one);
            string[] readers = [.. cells.OpenReaders];
            if (readers.Length is 0 or > MaximumReaders)
            {
                split.Add((one, ofType));
                continue;
            }

            foreach (AuditCase content in one.ByContent(readers))
            {
                split.Add((content, Cells(content)));
            }
        }

        // Errors that end in the same places are told together.
        IGrouping<string, (AuditCase Case, AuditCell[] Cells)>[] groups = [.. split.GroupBy(static x => string.Join("\n", x.Cells.Select(static y => y.Text)), StringComparer.Ordinal)];
        AuditCase[] cases = [.. split.Select(static x => x.Case)];
        return groups.Length == 1 ? [Filled(row, groups[0].First().Cells)]
            : groups.Select(x => Filled(row with { Case = AuditCase.InWords(x.Select(static y => y.Case), cases) }, x.First().Cells));
    }

    private static AuditRow Filled(AuditRow row, AuditCell[] cells) => row with { Cells = new EquatableArray<AuditCell>(cells) };
}
