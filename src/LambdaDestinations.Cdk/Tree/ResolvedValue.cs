using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Amazon.CDK;
using LambdaDestinations.Templates.Syntax;
using IDictionary = System.Collections.IDictionary;
using IEnumerable = System.Collections.IEnumerable;

namespace LambdaDestinations.Cdk.Tree;

/// <summary>What a value of a construct is in the template, as far as that is known before the synthesis.</summary>
internal static class ResolvedValue
{
    /// <summary>Resolves the tokens of a value.</summary>
    /// <param name="stack">Any stack of the app.</param>
    /// <param name="value">A text with tokens, a property of a resource, or nothing.</param>
    /// <returns>The value. Members of a resource's properties have the names of the CDK, which begin with a small letter.</returns>
    public static TemplateValue? Of(Stack stack, object? value) => value is null ? null : From(stack.Resolve(value));

    /// <summary>A value as the CDK takes it. Texts may have tokens.</summary>
    public static object ToObject(TemplateValue value) => value.Kind switch
    {
        TemplateValueKind.Map => value.Entries.ToDictionary(static x => x.Key, static x => ToObject(x.Value), StringComparer.Ordinal),
        TemplateValueKind.List => value.Items.Select(ToObject).ToArray(),
        _ => value.Text ?? "",
    };

    private static TemplateValue? From(object? resolved) => resolved switch
    {
        null => null,
        string text => TemplateValue.String(text),
        bool flag => TemplateValue.Boolean(flag),
        IDictionary map => TemplateValue.Map(
            map.Keys.Cast<string>().Order(StringComparer.Ordinal)
                .Select(x => new KeyValuePair<string, TemplateValue?>(x, From(map[x]))).Where(static x => x.Value is not null)!),
        IEnumerable list => TemplateValue.List([.. list.Cast<object?>().Select(From).OfType<TemplateValue>()]),
        IConvertible number => TemplateValue.Number(number.ToInt64(CultureInfo.InvariantCulture)),
        _ => TemplateValue.String(resolved.ToString() ?? ""),
    };
}
