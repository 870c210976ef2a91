using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Settings;

/// <summary>The definition of a state machine, as far as the template shows it.</summary>
internal static class StateMachineDefinition
{
    private const string Definition = "Definition";
    private const string DefinitionString = "DefinitionString";

    /// <summary>What a deployment puts into the definition.</summary>
    public const string Substitutions = "DefinitionSubstitutions";

    // What holds states, or what a task is given, in the language of state machines.
    private static readonly string[] OfStates = ["States", "Branches", "Iterator", "ItemProcessor", "Parameters", "Arguments"];

    /// <summary>
    /// The properties that say where a definition stands elsewhere: a path until the template is packaged, then an object of S3 (AWS SAM Developer Guide, "DefinitionUri"; AWS CLI,
    /// "cloudformation package").
    /// </summary>
    public static readonly IReadOnlyList<string> Elsewhere = ["DefinitionUri", "DefinitionS3Location"];

    /// <summary>Whether a resource is a state machine.</summary>
    public static bool IsStateMachine(TemplateResource resource) => resource.Type is ResourceTypes.ServerlessStateMachine or ResourceTypes.StateMachine;

    /// <summary>Whether a resource is a state machine of which the template shows all: a definition that is computed or cannot be read may call anything.</summary>
    public static bool IsShown(TemplateResource resource) =>
        IsStateMachine(resource)
        && resource.Properties is { } properties
        && (properties[Definition] is not null || properties[DefinitionString] is not null)
        && !Elsewhere.Any(x => properties[x] is not null)
        && !TemplateBranch.MayHoldMore(properties)
        && properties[Definition] is var map && (map is null || TemplateBranch.Of(map).All(static x => x.Node is null || (x.Map is { } read && !HidesStates(read))))
        && properties[DefinitionString] is var text && (text is null || TemplateBranch.Of(text).All(static x => x.Node is null || Read(x.Node) is not null));

    /// <summary>The definition, and what is put into it.</summary>
    public static IEnumerable<TemplateNode> PartsOf(TemplateResource machine) => new[] { Definition, DefinitionString, Substitutions }.Select(x => machine.Properties?[x]).OfType<TemplateNode>();

    /// <summary>The definitions that a state machine may have, one for each branch: those that the template shows, or that of a file; none where it is not known.</summary>
    public static IEnumerable<ShownDefinition> Of(TemplateModel template, TemplateResource machine)
    {
        if (DefinitionFile.Of(template, machine) is { } file)
        {
            return [new ShownDefinition(file, machine.Conditions()) { Values = SubstitutionsOf(machine) }];
        }

        return !IsShown(machine) ? [] : TemplateBranch.Of(machine.Properties![Definition], machine.Conditions())
            .Where(static x => x.Map is not null)
            .Select(x => new ShownDefinition(x.Map!, x.Conditions) { Values = SubstitutionsOf(machine) })
            .Concat(TemplateBranch.Of(machine.Properties[DefinitionString], machine.Conditions())
                .Where(static x => x.Node is not null)
                .Select(x => Read(x.Node!) is ({ } root, var text) ? new ShownDefinition(root, x.Conditions) { Values = [.. text.Values, .. SubstitutionsOf(machine)], IsOfTemplate = text.IsOfTemplate } : null)
                .OfType<ShownDefinition>());
    }

    /// <summary>A JSON object that is a text, as written or by <c>Fn::Sub</c> and <c>Fn::Join</c>; <see langword="null"/> when it cannot be read.</summary>
    /// <param name="json">The text.</param>
    /// <param name="conditions">When it is used.</param>
    public static ShownDefinition? OfJson(TemplateNode json, ConditionSet conditions) =>
        Parse(json) is ({ } root, var text) ? new ShownDefinition(root, conditions) { Values = text.Values, IsOfTemplate = text.IsOfTemplate } : null;

    private static (string Name, TemplateValue Value)[] SubstitutionsOf(TemplateResource machine) => ValuesOf(TemplateNodes.Child(machine.Properties, Substitutions));

    private static (string Name, TemplateValue Value)[] ValuesOf(MappingNode? map) => [.. (map?.Entries ?? []).Where(static x => x.Name is not null).Select(static x => (x.Name!, TemplateValue.FromNode(x.Value)))];

    /// <summary>The states of a definition that is a text, as written or by <c>Fn::Sub</c> and <c>Fn::Join</c>; <see langword="null"/> when they cannot be read.</summary>
    private static (MappingNode Root, JsonText Text)? Read(TemplateNode definition) => Parse(definition) is { } read && ShowsStates(read.Root) ? read : null;

    private static (MappingNode Root, JsonText Text)? Parse(TemplateNode json) =>
        TextOf(json) is { } text && TemplateParser.Parse(text.Text, TemplateFormat.Json) is { Errors.Count: 0, Root: MappingNode map } ? (map, text) : null;

    /// <summary>Whether all that holds states is there: a map or a list may be put in as a whole.</summary>
    private static bool ShowsStates(TemplateNode node) => node switch
    {
        MappingNode map => Array.TrueForAll(map.Array, static x => (x.Value is not ScalarNode || Array.IndexOf(OfStates, x.Name) < 0) && ShowsStates(x.Value)),
        SequenceNode list => list.Items.All(ShowsStates),
        _ => true,
    };

    /// <summary>The first fault in the JSON of a state machine's text, whatever a deployment puts into it; <see langword="null"/> when there is none.</summary>
    public static (string Message, TemplateNode Node, int Offset)? FaultOf(TemplateResource machine)
    {
        foreach (TemplateBranch branch in machine.Properties?[DefinitionString] is { } definition ? TemplateBranch.Of(definition) : [])
        {
            // Of a joined text no place is known, and tools write those.
            // An empty one is a place for a file: template-substitutions of Amazon.Lambda.Tools.
            if (branch.Node is null || TextOf(branch.Node) is not { Source: { } source } text || text.MayBeAnything || string.IsNullOrWhiteSpace(text.Text))
            {
                continue;
            }

            TemplateDocument document = TemplateParser.Parse(text.Text, TemplateFormat.Json);
            if (document.Errors is [var error, ..])
            {
                return (error.Message, source, error.Span.Start);
            }

            if (document.Root is not MappingNode)
            {
                return ("A JSON object is expected", source, 0);
            }
        }

        return null;
    }

    /// <summary>Whether something puts states into a definition that the template does not show: an include, a macro, a loop.</summary>
    private static bool HidesStates(TemplateNode node) => TemplateNodes.Follow(node) switch
    {
        MappingNode map => map.Entries.Any(static x => x.Name is Intrinsics.Transform || x.Name?.StartsWith(Intrinsics.ForEach, StringComparison.Ordinal) == true || HidesStates(x.Value)),
        SequenceNode list => list.Items.Any(HidesStates),
        { } value => TemplateBranch.FunctionName(value) == Intrinsics.Transform,
        null => false,
    };

    private static JsonText? TextOf(TemplateNode definition)
    {
        if (TemplateBranch.FunctionOf(definition) is not { } function)
        {
            return TemplateNodes.Text(definition) is { } literal ? Fill(literal, TemplateNodes.Follow(definition)!, []) : null;
        }

        return function.Name switch
        {
            Intrinsics.Sub when Pattern(function.Argument) is { } pattern => Fill(pattern.Value, pattern, VariablesOf(function.Argument)) with { IsOfTemplate = true },
            Intrinsics.Join when Join(function.Argument) is { } joined => Fill(joined.Text, null, joined.Values),
            _ => null,
        };
    }

    private static ScalarNode? Pattern(TemplateNode argument) => TemplateNodes.Follow(argument) switch
    {
        ScalarNode scalar => scalar,
        SequenceNode { Items: [var first, ..] } => TemplateNodes.Follow(first) as ScalarNode,
        _ => null,
    };

    /// <summary>What <c>Fn::Sub</c> itself gives names for.</summary>
    private static (string Name, TemplateValue Value)[] VariablesOf(TemplateNode argument) =>
        TemplateNodes.Follow(argument) is SequenceNode { Items: [_, var map] } ? ValuesOf(TemplateNodes.Follow(map) as MappingNode) : [];

    private static (string Text, (string Name, TemplateValue Value)[] Values)? Join(TemplateNode argument)
    {
        if (TemplateNodes.Follow(argument) is not SequenceNode { Items: [var delimiter, var list] } || TemplateNodes.Text(delimiter) is not { } between || TemplateNodes.Follow(list) is not SequenceNode items)
        {
            return null;
        }

        // What is computed gets a name that no logical id can have.
        return (
            string.Join(between, items.Items.Select(static (x, i) => TemplateNodes.Text(x) ?? "${" + NameOfItem(i) + "}")),
            [.. items.Items.Select(static (x, i) => (Node: x, Index: i)).Where(static x => TemplateNodes.Text(x.Node) is null).Select(static x => (NameOfItem(x.Index), TemplateValue.FromNode(x.Node)))]);
    }

    private static string NameOfItem(int index) => string.Format(CultureInfo.InvariantCulture, "_{0}", index);

    /// <summary>
    /// A text in which what is put in is a value of JSON, of the same length, so that places in it are places of the template. Inside of a string it stays as it
    /// is: some look for its name there.
    /// </summary>
    private static JsonText Fill(string text, TemplateNode? source, (string Name, TemplateValue Value)[] values)
    {
        StringBuilder filled = new(text);
        bool isInside = false;
        bool mayBeAnything = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (EndOfPlaceholder(text, i) is > 0 and var end)
            {
                if (!isInside)
                {
                    mayBeAnything = true;
                    filled.Remove(i, end - i).Insert(i, "0".PadRight(end - i));
                }

                i = end - 1;
            }
            else if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                isInside = !isInside;
            }
        }

        return new JsonText(filled.ToString(), mayBeAnything, source, values);
    }

    /// <summary>Behind what a deployment replaces: <c>${name}</c>, or a dynamic reference such as <c>{{resolve:ssm:name}}</c>; 0 where none begins.</summary>
    private static int EndOfPlaceholder(string text, int start) =>
        StandsAt("${", text, start) ? text.IndexOf('}', start) + 1
        : StandsAt(Intrinsics.DynamicReference, text, start) && text.IndexOf("}}", start, StringComparison.Ordinal) is >= 0 and var end ? end + 2
        : 0;

    private static bool StandsAt(string part, string text, int start) => string.CompareOrdinal(text, start, part, 0, part.Length) == 0;

    /// <summary>A text of JSON.</summary>
    /// <param name="Text">The text.</param>
    /// <param name="MayBeAnything">Whether something is put into it that is not inside of a string.</param>
    /// <param name="Source">The scalar that holds it; <see langword="null"/> when it is put together.</param>
    /// <param name="Values">What its names stand for.</param>
    private sealed record JsonText(string Text, bool MayBeAnything, TemplateNode? Source, (string Name, TemplateValue Value)[] Values)
    {
        /// <summary>Whether its other names are those of the template.</summary>
        public bool IsOfTemplate { get; init; }
    }
}

/// <summary>A definition of a state machine that can be read.</summary>
/// <param name="Root">The map with its states.</param>
/// <param name="Conditions">When the machine has it.</param>
internal sealed record ShownDefinition(MappingNode Root, ConditionSet Conditions)
{
    /// <summary>What the names in its texts stand for; the first of a name.</summary>
    public IReadOnlyList<(string Name, TemplateValue Value)> Values { get; init; } = [];

    /// <summary>Whether other names in its texts are those of the template.</summary>
    public bool IsOfTemplate { get; init; }

    /// <summary>The value that a node of it has once everything is put in; <see langword="null"/> when a name stands for nothing that is known.</summary>
    public TemplateValue? ValueOf(TemplateNode node)
    {
        if (TemplateNodes.Text(node) is not { } text)
        {
            return TemplateValue.FromNode(node);
        }

        string[] names = [.. SubPattern.Parse(text).Where(static x => x.Kind == SubPartKind.Name).Select(static x => x.Text).Distinct(StringComparer.Ordinal)];
        (string Name, TemplateValue Value)[] used = [.. Values.Where(x => Array.IndexOf(names, x.Name) >= 0).GroupBy(static x => x.Name, StringComparer.Ordinal).Select(static x => x.First())];
        return names.Length == 0 ? TemplateValue.String(text)
            : used.Length == 0 && IsOfTemplate ? TemplateValue.Sub(text)
            : used.Length == names.Length || IsOfTemplate ? TemplateValue.Map((Intrinsics.Sub, TemplateValue.List(TemplateValue.String(text), TemplateValue.Map(used))))
            : null;
    }
}
