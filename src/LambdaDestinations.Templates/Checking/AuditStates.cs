using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>
/// What a state machine does with an error of a function that it waits for: by <c>Retry</c> and <c>Catch</c> of the state, then of the <c>Parallel</c> and <c>Map</c>
/// around it (AWS Step Functions Developer Guide, "Handling errors in Step Functions workflows").
/// </summary>
internal static class AuditStates
{
    private const string AllErrors = "States.ALL";
    private const string AnyTaskFailed = "States.TaskFailed";
    private const string BranchFailed = "States.BranchFailed";
    private const int ShownEnds = 3;

    /// <summary>What it does, in words.</summary>
    /// <param name="tasks">The tasks that wait for the function.</param>
    /// <param name="cause">What happens to the function.</param>
    public static string OnError(IReadOnlyList<StateMachineTask> tasks, AuditCause cause)
    {
        IGrouping<string, string>[] ends =
        [
            .. tasks.Where(static x => x.States.Count > 0).GroupBy(x => OfStates(x.States, cause), static x => x.States[0].Name, StringComparer.Ordinal),
        ];
        return ends.Length is 0 or > ShownEnds ? "the state machine decides by its Retry and Catch"
            : ends.Length == 1 ? ends[0].Key
            : string.Join("; ", ends.Select(static x => $"in {AuditFacts.And([.. x.Distinct()])}: {x.Key}"));
    }

    private static string OfStates(IReadOnlyList<StateMachineState> states, AuditCause cause)
    {
        string text = "";
        bool handles = false;
        for (int i = 0; i < states.Count; i++)
        {
            MappingNode state = states[i].Body;
            string name = i == 0 ? "the state" : $"{TemplateNodes.Text(state["Type"])} {states[i].Name}";
            if (i > 0 && (state["ToleratedFailurePercentage"] ?? state["ToleratedFailurePercentagePath"] ?? state["ToleratedFailureCount"] ?? state["ToleratedFailureCountPath"]) is not null)
            {
                text += $"{name} tolerates it up to its limit, beyond which ";
            }

            Handling retry = Handling.Of(state, "Retry", cause, isAround: i > 0);
            Handling caught = Handling.Of(state, "Catch", cause, isAround: i > 0);
            handles |= retry.IsThere || caught.IsThere;
            if (retry.Takes != Truth.No)
            {
                text += $"{name} is retried by its Retry{retry.If}, then ";
            }

            if (caught.Takes != Truth.No)
            {
                text += i > 0 ? $"the Catch of {name} takes over{caught.If}" : retry.Takes == Truth.No ? $"the state's Catch takes over{caught.If}" : $"its Catch takes over{caught.If}";
                if (caught.Takes == Truth.Yes)
                {
                    return text;
                }

                text += ", otherwise ";
            }
        }

        return text + "the execution fails" + (text.Length > 0 ? "" : handles ? ", no Retry and no Catch takes this error" : ", the state has no Retry and no Catch");
    }

    /// <summary>Whether the <c>Retry</c> or <c>Catch</c> of a state takes an error.</summary>
    /// <param name="IsThere">Whether it has one.</param>
    /// <param name="Takes">Whether it does.</param>
    /// <param name="Names">The errors that it takes, where that decides.</param>
    private sealed record Handling(bool IsThere, Truth Takes, IReadOnlyList<string> Names)
    {
        /// <summary>When it does, in words.</summary>
        public string If => Takes == Truth.Yes ? "" : Names.Count == 0 ? " if it takes this error" : $" if the error is {AuditFacts.And(Names, " or ")}";

        /// <summary>The first item that names the error decides.</summary>
        public static Handling Of(MappingNode state, string property, AuditCause cause, bool isAround)
        {
            if (state[property] is not { } list)
            {
                return new Handling(false, Truth.No, []);
            }

            List<string> maybe = [];
            bool isOpen = false;
            MappingNode[] items = [.. FlowGraphBuilder.Maps(list)];
            foreach (MappingNode item in items)
            {
                bool isNone = property == "Retry" && TemplateNodes.Text(item["MaxAttempts"]) == "0";
                if (TemplateNodes.Follow(item["ErrorEquals"]) is not SequenceNode { Tag: null } errors)
                {
                    isOpen |= !isNone;
                    continue;
                }

                foreach (string? name in errors.Items.Select(TemplateNodes.Text))
                {
                    Truth takes = name is null ? Truth.Maybe : Match(name, state, cause, isAround);
                    if (takes == Truth.Yes)
                    {
                        return isNone ? new Handling(true, maybe.Count > 0 ? Truth.Maybe : Truth.No, maybe) : new Handling(true, Truth.Yes, []);
                    }

                    if (takes == Truth.Maybe && !isNone)
                    {
                        isOpen |= name is null;
                        maybe.AddRange(name is null ? [] : [name]);
                    }
                }
            }

            return new Handling(items.Length > 0, isOpen || maybe.Count > 0 ? Truth.Maybe : Truth.No, isOpen ? [] : maybe);
        }

        /// <summary>Whether a name of <c>ErrorEquals</c> means what happened: Lambda's own errors are none of the function.</summary>
        private static Truth Match(string name, MappingNode state, AuditCause cause, bool isAround) => (name, cause) switch
        {
            ("States.DataLimitExceeded", AuditCause.Size) => Truth.Yes,

            // No wildcard takes what is too large.
            (_, AuditCause.Size) => Truth.No,
            (AllErrors or AnyTaskFailed, _) => Truth.Yes,
            (BranchFailed, _) => isAround ? Truth.Maybe : Truth.No,
            (RecordFacts.TimedOut, AuditCause.Timeout) or ("Lambda.TooManyRequestsException", AuditCause.Throttled) => isAround ? Truth.Maybe : Truth.Yes,

            // What older runtimes report of a time-out or an exit.
            ("Lambda.Unknown", AuditCause.Timeout or AuditCause.Failure) => Truth.Maybe,
            ("States.Timeout", AuditCause.Timeout) => state["TimeoutSeconds"] is null && state["TimeoutSecondsPath"] is null ? Truth.No : Truth.Maybe,
            (_, AuditCause.Timeout or AuditCause.Throttled) => Truth.No,
            (RecordFacts.TimedOut, _) => Truth.No,
            _ => name.StartsWith("States.", StringComparison.Ordinal) || name.StartsWith("Lambda.", StringComparison.Ordinal) ? Truth.No : Truth.Maybe,
        };
    }
}
