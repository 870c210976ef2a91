using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Contracts;

/// <summary>
/// The reviewed JSON shapes of an application's contracts: the file <c>destination-contracts.json</c>. Its text is
/// deterministic (ordinal order, two spaces, <c>\n</c>), so that a review shows what changed and nothing else.
/// </summary>
internal sealed class ContractBaseline
{
    /// <summary>The file's name, which is also what switches the check on.</summary>
    public const string FileName = "destination-contracts.json";

    private const string SchemaVersion = "1";
    private readonly SortedDictionary<string, ContractShape> _contracts;
    private readonly Dictionary<string, SourceSpan> _places;

    private ContractBaseline(SortedDictionary<string, ContractShape> contracts, Dictionary<string, SourceSpan> places, IReadOnlyList<Finding> errors)
    {
        _contracts = contracts;
        _places = places;
        Errors = errors;
    }

    /// <summary>What could not be read, with its place.</summary>
    public IReadOnlyList<Finding> Errors { get; }

    /// <summary>The handlers of the baseline, ordinally sorted.</summary>
    public IEnumerable<string> Handlers => _contracts.Keys;

    /// <summary>The shape of a handler, or <see langword="null"/> when the baseline does not hold it.</summary>
    public ContractShape? Find(string handler) => _contracts.TryGetValue(handler, out ContractShape? shape) ? shape : null;

    /// <summary>Where a handler's name stands in the text.</summary>
    public SourceSpan PlaceOf(string handler) => _places[handler];

    /// <summary>Reads a baseline. An empty text is an empty baseline: the way to begin.</summary>
    public static ContractBaseline Parse(string text)
    {
        SortedDictionary<string, ContractShape> contracts = new(StringComparer.Ordinal);
        Dictionary<string, SourceSpan> places = new(StringComparer.Ordinal);
        List<Finding> errors = [];
        if (string.IsNullOrWhiteSpace(text))
        {
            return new ContractBaseline(contracts, places, errors);
        }

        TemplateDocument document = TemplateParser.Parse(text);
        errors.AddRange(document.Errors.Select(static x => new Finding(ContractRules.BaselineIsNoJson(x), x.Span)));
        IEnumerable<TemplateSyntaxError> repeated = RepeatedKeys.Find(document)
            .Select(static x => new TemplateSyntaxError($"The name '{x.Name}' stands twice in this object", x.Span));
        errors.AddRange(repeated.Select(static x => new Finding(ContractRules.BaselineIsNoJson(x), x.Span)));
        if (errors.Count == 0)
        {
            ReadRoot(document, contracts, places, errors);
        }

        return new ContractBaseline(contracts, places, errors);
    }

    /// <summary>The text of this baseline with <paramref name="shape"/> in the place of the handler's old shape.</summary>
    public string WithContract(ContractShape shape)
    {
        SortedDictionary<string, ContractShape> contracts = new(_contracts, StringComparer.Ordinal) { [shape.Handler] = shape };
        return Write(contracts.Values);
    }

    /// <summary>The text of this baseline without some handlers.</summary>
    public string Without(IEnumerable<string> handlers)
    {
        HashSet<string> gone = new(handlers, StringComparer.Ordinal);
        return Write(_contracts.Values.Where(x => !gone.Contains(x.Handler)));
    }

    private static string Write(IEnumerable<ContractShape> contracts)
    {
        StringBuilder text = new();
        text.Append($"{{\n  \"schemaVersion\": {SchemaVersion},\n  \"contracts\": {{");
        string separator = "\n";
        foreach (ContractShape contract in contracts)
        {
            text.Append(separator).Append("    ").Append(Quote(contract.Handler)).Append(": {");
            WriteContract(text, contract);
            text.Append("\n    }");
            separator = ",\n";
        }

        return text.Append(separator == "\n" ? "}\n}\n" : "\n  }\n}\n").ToString();
    }

    private static void WriteContract(StringBuilder text, ContractShape contract)
    {
        string separator = "\n";
        foreach ((string name, ShapeType? type) in new[] { ("request", contract.Request), ("response", contract.Response) })
        {
            if (type is not null)
            {
                text.Append(separator).Append("      \"").Append(name).Append("\": ").Append(Quote(type.ToString()));
                separator = ",\n";
            }
        }

        if (contract.Definitions.Count == 0)
        {
            return;
        }

        text.Append(separator).Append("      \"types\": {");
        separator = "\n";
        foreach (ShapeDefinition definition in contract.Definitions)
        {
            text.Append(separator).Append("        ").Append(Quote(definition.Name)).Append(": {");
            string memberSeparator = "\n";
            foreach (ShapeMember member in definition.Members)
            {
                text.Append(memberSeparator).Append("          ").Append(Quote(member.Name)).Append(": ").Append(Quote(member.TypeText));
                memberSeparator = ",\n";
            }

            text.Append(definition.Members.Count == 0 ? "}" : "\n        }");
            separator = ",\n";
        }

        text.Append("\n      }");
    }

    private static string Quote(string value)
    {
        StringBuilder text = new("\"");
        foreach (char c in value)
        {
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                < ' ' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        return text.Append('"').ToString();
    }

    private static void ReadRoot(
        TemplateDocument document, SortedDictionary<string, ContractShape> contracts, Dictionary<string, SourceSpan> places, List<Finding> errors)
    {
        if (document.Root is not MappingNode root)
        {
            errors.Add(new Finding(ContractRules.BaselineIsNoObject(), document.Root?.Span ?? default));
            return;
        }

        if (root["schemaVersion"] is ScalarNode version && !string.Equals(version.Value, SchemaVersion, StringComparison.Ordinal))
        {
            errors.Add(new Finding(ContractRules.BaselineIsOfOtherVersion(version.Value, SchemaVersion), version.Span));
            return;
        }

        if (root["contracts"] is not { } node)
        {
            return;
        }

        if (node is not MappingNode handlers)
        {
            errors.Add(new Finding(ContractRules.ContractsAreNoObject(), node.Span));
            return;
        }

        foreach (MappingEntry entry in handlers.Entries)
        {
            if (entry is { Name: { } handler, Value: MappingNode contract })
            {
                contracts[handler] = ReadContract(handler, contract, errors);
                places[handler] = entry.Key.Span;
            }
            else
            {
                errors.Add(new Finding(ContractRules.ContractIsNoObject(), entry.Value.Span));
            }
        }
    }

    private static ContractShape ReadContract(string handler, MappingNode contract, List<Finding> errors)
    {
        List<ShapeDefinition> definitions = [];
        if (contract["types"] is MappingNode types)
        {
            foreach (MappingEntry entry in types.Entries)
            {
                if (entry is { Name: { } name, Value: MappingNode members })
                {
                    definitions.Add(new ShapeDefinition(name, new EquatableArray<ShapeMember>(ReadMembers(members, errors))));
                }
                else
                {
                    errors.Add(new Finding(ContractRules.ContractTypeIsNoObject(), entry.Value.Span));
                }
            }
        }

        definitions.Sort(static (x, y) => string.CompareOrdinal(x.Name, y.Name));
        return new ContractShape(
            handler,
            ReadType(contract["request"], errors),
            ReadType(contract["response"], errors),
            new EquatableArray<ShapeDefinition>(definitions));
    }

    private static IEnumerable<ShapeMember> ReadMembers(MappingNode members, List<Finding> errors)
    {
        List<ShapeMember> read = [];
        foreach (MappingEntry entry in members.Entries)
        {
            if (entry is { Name: { } name, Value: ScalarNode scalar } && ShapeMember.Parse(name, scalar.Value) is { } member)
            {
                read.Add(member);
            }
            else
            {
                errors.Add(new Finding(ContractRules.MemberHasNoType(entry.Name ?? ""), entry.Value.Span));
            }
        }

        return read.OrderBy(static x => x.Name, StringComparer.Ordinal);
    }

    private static ShapeType? ReadType(TemplateNode? node, List<Finding> errors)
    {
        if (node is null)
        {
            return null;
        }

        ShapeType? type = node is ScalarNode scalar ? ShapeType.Parse(scalar.Value) : null;
        if (type is null)
        {
            errors.Add(new Finding(ContractRules.IsNoContractType(), node.Span));
        }

        return type;
    }
}
