using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Whether a mapping, event, rule, pipe or schedule is switched on.</summary>
/// <param name="On">When it is, or may be; empty when it is off in every deployment.</param>
internal sealed record AuditSwitch(IReadOnlyList<ConditionSet> On)
{
    private static readonly (string Name, string On, string Off)[] Switches = [("Enabled", "true", "false"), ("State", "ENABLED", "DISABLED"), ("DesiredState", "RUNNING", "STOPPED")];

    /// <summary>What must be so for it to be on, beside the conditions of the way, where one set of them does not say it; <see langword="null"/> otherwise.</summary>
    public string? Note { get; private init; }

    /// <summary>Whether it is off in every deployment.</summary>
    public bool IsOff => On.Count == 0;

    /// <summary>What a way says of itself: its own settings, and those of the rule, pipe or schedule that it begins at.</summary>
    /// <param name="template">The template.</param>
    /// <param name="edge">The way.</param>
    public static AuditSwitch Of(TemplateModel template, FlowEdge edge)
    {
        MappingNode? owner = edge.From is { Resource: { Type: ResourceTypes.Rule or ResourceTypes.Pipe or ResourceTypes.Schedule } from } ? from.Properties : null;
        foreach (MappingNode map in new[] { edge.Details, ReferenceEquals(owner, edge.Details) ? null : owner }.OfType<MappingNode>())
        {
            foreach ((string name, string on, string off) in Switches)
            {
                if (map[name] is { } value)
                {
                    return Of(template, edge.Conditions, value, name, on, off);
                }
            }
        }

        return new AuditSwitch([edge.Conditions]);
    }

    private static AuditSwitch Of(TemplateModel template, ConditionSet conditions, TemplateNode value, string name, string on, string off)
    {
        List<ConditionSet> may = [];
        List<string> notes = [];
        bool isOpen = false;
        IReadOnlyList<TemplateBranch> branches = TemplateBranch.Of(value, conditions);
        foreach (TemplateBranch branch in branches)
        {
            string? literal = branch.Node is null ? on : ResourceNames.Literal(template, branch.Node);
            if (string.Equals(literal, off, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            isOpen |= literal is null;
            string[] words = [branch.Conditions.Without(conditions).InWords, literal is null ? $"{Named(template, branch.Node!, name)} is {on}" : ""];
            may.Add(branch.Conditions);
            notes.Add(string.Join(" and ", words.Where(static x => x.Length > 0)));
        }

        return new AuditSwitch(may) { Note = may.Count == 0 || (!isOpen && (may.Count == 1 || may.Count == branches.Count)) ? null : $"if {string.Join(" or ", notes.Distinct())}" };
    }

    /// <summary>What decides: a parameter by its name, else the setting.</summary>
    private static string Named(TemplateModel template, TemplateNode value, string setting) =>
        ResourceNames.Of(template).Interpreter.ReferenceOf(TemplateValue.FromNode(value)) is { } reference && template.HasParameter(reference.Id) ? reference.Id : "its " + setting;
}
