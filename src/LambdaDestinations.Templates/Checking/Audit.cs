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
                AuditCells cells = new(system, listeners, place, function, evaluator);
                AuditEntry[] ways = [.. entries.Of(place).Where(x => x.Edge.Edge.Conditions.IsCompatibleWith(function.Conditions))];
                rows.AddRange(ways.Length > 0 ? ways.SelectMany(x => OfEntry(system, cells, function, x)) : OfNothing(template, cells, function));
            }
        }

        return rows;
    }

    private static IEnumerable<AuditRow> OfEntry(AuditSystem system, AuditCells cells, FunctionConfiguration function, AuditEntry entry)
    {
        FlowEdge edge = entry.Edge.Edge;
        TemplateModel template = cells.Template;
        bool isDisabled = AuditFacts.IsDisabled(system.Templates[entry.Edge.Template].Template, edge);
        ConditionSet conditions = function.Conditions.And(edge.Conditions);
        List<string> notes = [];
        if (isDisabled)
        {
            notes.Add("disabled");
        }

        if (!conditions.IsAlways)
        {
            notes.Add($"if {conditions}");
        }

        AuditRow row = new(template, function.Function, entry.Text, edge.Invocation, edge.Span)
        {
            Notes = new EquatableArray<string>(notes),
            IsDisabled = isDisabled,
            Handler = AuditFacts.HandlerOf(template, function.Function),
        };
        string? qualifier = edge.Kind == FlowEdgeKind.Invokes ? edge.Qualifier : edge.TargetQualifier;
        return isDisabled ? [Filled(row, AuditCells.All(AuditAnswer.None))]
            : edge.Invocation switch
            {
                InvocationKind.Synchronous => [Filled(row, cells.OfSynchronous(entry, conditions))],
                InvocationKind.Asynchronous => OfAsynchronous(cells, row, entry, qualifier, conditions),
                InvocationKind.Polled => [Filled(row, cells.OfPolled(entry, conditions))],
                _ => [Filled(row, AuditCells.All(new AuditAnswer(AuditAnswerKind.Unknown, "unknown because the template does not tell whether it waits for the function")))],
            };
    }

    /// <summary>A function that nothing invokes, as far as it is seen. Where it has asynchronous settings, somebody means to invoke it so.</summary>
    private static IEnumerable<AuditRow> OfNothing(TemplateModel template, AuditCells cells, FunctionConfiguration function)
    {
        bool isUsed = FlowGraph.Of(template).IsOtherwiseUsed(function.Function);
        bool isMeant = DurableFunctions.ConfigOf(template, function.Function) is not null || function.Async.Any(static x => x.Destinations.Count > 0) || function.DeadLetters.Count > 0;
        List<string> notes = isMeant ? ["by its settings"] : [];
        if (!function.Conditions.IsAlways)
        {
            notes.Add($"if {function.Conditions}");
        }

        AuditRow row = new(template, function.Function, isUsed ? "what mentions it in the template" : "nothing in the template", isMeant ? InvocationKind.Asynchronous : null, function.Function.Entry.Key.Span)
        {
            Notes = new EquatableArray<string>(notes),
            Handler = AuditFacts.HandlerOf(template, function.Function),
        };
        return isMeant ? OfAsynchronous(cells, row, null, null, function.Conditions)
            : [Filled(row, AuditCells.All(new AuditAnswer(AuditAnswerKind.Unknown, isUsed ? "unknown because what mentions it may invoke it in any way" : "unknown because nothing in the template invokes it")))];
    }

    /// <summary>One row, or one for each kind of error where readers take some only.</summary>
    private static IEnumerable<AuditRow> OfAsynchronous(AuditCells cells, AuditRow row, AuditEntry? entry, string? qualifier, ConditionSet conditions)
    {
        AuditCell[] Cells(AuditCase? errors)
        {
            cells.ErrorTypes.Clear();
            cells.OpenReaders.Clear();
            return cells.OfAsynchronous(entry, qualifier, conditions, errors);
        }

        AuditCell[] all = Cells(null);
        if (cells.OpenReaders.Count == 0)
        {
            return [Filled(row, all)];
        }

        string[] types = [.. cells.ErrorTypes.Where(static x => x != RecordFacts.TimedOut).OrderBy(static x => x, StringComparer.Ordinal)];
        List<AuditCase> cases = types.Length is 0 or > MaximumErrorTypes ? [new AuditCase("")]
            : [.. types.Select(static x => new AuditCase(x) { ErrorType = x }), new AuditCase("another") { IsOtherErrorType = true }];
        List<(AuditCase Case, AuditCell[] Cells)> split = [];
        foreach (AuditCase one in cases)
        {
            AuditCell[] ofType = Cells(one);
            string[] readers = [.. cells.OpenReaders];
            if (readers.Length is 0 or > MaximumReaders)
            {
                split.Add((one, ofType));
                continue;
            }

            string and = one.Label.Length == 0 ? "" : $"{one.Label} and ";
            foreach (AuditCase content in readers.Select(x => one with { Label = $"{and}the content matches {x}", DecidesContent = true, Reader = x }).Append(one with { Label = $"{and}the content matches {(readers.Length == 1 ? $"not {readers[0]}" : "none of them")}", DecidesContent = true }))
            {
                split.Add((content, Cells(content)));
            }
        }

        // Errors that end in the same places are told together.
        IGrouping<string, (AuditCase Case, AuditCell[] Cells)>[] groups = [.. split.GroupBy(static x => string.Join("\n", x.Cells.Select(static y => y.Text)), StringComparer.Ordinal)];
        return groups.Length == 1 ? [Filled(row, groups[0].First().Cells)]
            : groups.Select(x => Filled(row with { Case = Label(types, [.. x.Select(static y => y.Case.Label)]) }, x.First().Cells));
    }

    private static string Label(string[] types, string[] labels) => (types.Length is > 0 and <= MaximumErrorTypes ? "errorType is " : "") + AuditFacts.And(labels, " or ");

    private static AuditRow Filled(AuditRow row, AuditCell[] cells) => row with { Cells = new EquatableArray<AuditCell>(cells) };
}
