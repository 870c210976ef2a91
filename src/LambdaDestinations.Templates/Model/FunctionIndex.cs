using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Model;

/// <summary>
/// What belongs to which function, found once per template: a template of a thousand resources is not searched for each of its
/// functions.
/// </summary>
internal sealed class FunctionIndex
{
    private static readonly ConditionalWeakTable<TemplateModel, FunctionIndex> Indices = new();
    private static readonly TemplateResource[] None = [];

    private readonly Dictionary<string, List<TemplateResource>> _byHandler = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TemplateResource>> _attached = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _qualified = new(StringComparer.Ordinal);

    private FunctionIndex(TemplateModel template)
    {
        foreach (TemplateResource function in template.Resources.Where(static x => x.IsFunction))
        {
            if (FunctionLocator.HandlerOf(template, function) is { } handler)
            {
                Add(_byHandler, handler, function);
            }

            if (TemplateModel.Text(function.Properties?["FunctionName"]) is { } name && !_byName.ContainsKey(name))
            {
                _byName.Add(name, function.LogicalId);
            }
        }

        foreach (TemplateResource resource in template.Resources.Where(static x => x.Type is ResourceTypes.Alias or ResourceTypes.Version))
        {
            Attach(template, resource);
            if (FunctionOf(template, resource.Properties?["FunctionName"]) is { } function)
            {
                _qualified[resource.LogicalId] = function;
            }
        }

        // A mapping may name an alias instead of the function.
        foreach (TemplateResource resource in template.Resources.Where(static x => x.Type is ResourceTypes.EventSourceMapping or ResourceTypes.EventInvokeConfig))
        {
            Attach(template, resource);
        }
    }

    /// <summary>The index of a template, which is made when it is first asked for.</summary>
    public static FunctionIndex Of(TemplateModel template) => Indices.GetValue(template, static x => new FunctionIndex(x));

    /// <summary>The functions with a handler string, in source order.</summary>
    public IReadOnlyList<TemplateResource> WithHandler(string handler) => _byHandler.TryGetValue(handler, out List<TemplateResource>? found) ? found : None;

    /// <summary>Aliases, versions, mappings and invoke configs of a function, in source order within a type.</summary>
    public IEnumerable<TemplateResource> Attached(TemplateResource function, string type) =>
        _attached.TryGetValue(function.LogicalId, out List<TemplateResource>? found) ? found.Where(x => x.Type == type) : None;

    private static void Add(Dictionary<string, List<TemplateResource>> lists, string key, TemplateResource resource)
    {
        if (!lists.TryGetValue(key, out List<TemplateResource>? list))
        {
            list = [];
            lists.Add(key, list);
        }

        list.Add(resource);
    }

    private void Attach(TemplateModel template, TemplateResource resource)
    {
        if (FunctionOf(template, resource.Properties?["FunctionName"]) is { } function)
        {
            Add(_attached, function, resource);
        }
    }

    /// <summary>The function that <c>FunctionName</c> means: by reference, by name, by ARN, with or without qualifier.</summary>
    private string? FunctionOf(TemplateModel template, TemplateNode? node)
    {
        if (node is null)
        {
            return null;
        }

        TemplateValue value = TemplateValue.FromNode(node);
        if (value.Text is { } literal)
        {
            string[] parts = literal.Split(':');
            string name = parts.Length >= 7 && parts[0] == "arn" ? parts[6] : parts[0];
            return _byName.TryGetValue(name, out string? named) ? named : null;
        }

        string? id = TemplateReference.TargetOf(value) ?? QualifiedReference(value);
        if (id is null)
        {
            return null;
        }

        // SAM calls the alias and the version of a function `Function.Alias` and `Function.Version`.
        int dot = id.IndexOf('.');
        id = dot < 0 ? id : id.Substring(0, dot);
        return _qualified.TryGetValue(id, out string? function) ? function : template.Find(id)?.IsFunction == true ? id : null;
    }

    /// <summary><c>!Sub "${Function}:live"</c> and <c>!Join [":", [!GetAtt Function.Arn, live]]</c>.</summary>
    private static string? QualifiedReference(TemplateValue value)
    {
        if (value is not { Kind: TemplateValueKind.Map, Entries: [var only] })
        {
            return null;
        }

        if (only.Key == "Fn::Sub" && only.Value.Text is { } text && text.StartsWith("${", StringComparison.Ordinal) && text.IndexOf("}:", StringComparison.Ordinal) is > 0 and int end)
        {
            return text.Substring(2, end - 2);
        }

        return only.Key == "Fn::Join" && only.Value.Items is [{ Text: ":" }, { Kind: TemplateValueKind.List, Items: [var first, _] }] ? TemplateReference.TargetOf(first) : null;
    }
}
