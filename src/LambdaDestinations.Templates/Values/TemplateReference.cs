using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Values;

/// <summary>References between resources: <c>Ref</c>, <c>Fn::GetAtt</c>, <c>Fn::Sub</c>, <c>DependsOn</c>.</summary>
internal static class TemplateReference
{
    /// <summary>
    /// The one logical id that a value stands for: <c>Ref X</c>, <c>GetAtt X.…</c>, <c>Sub "${X}"</c>, <c>Sub "${X.Arn}"</c>;
    /// <see langword="null"/> for anything else.
    /// </summary>
    public static string? TargetOf(TemplateValue value)
    {
        if (value is not { Kind: TemplateValueKind.Map, Entries: [var only] })
        {
            return null;
        }

        switch (only.Key)
        {
            case "Ref":
                return only.Value.Text;
            case "Fn::GetAtt":
                return only.Value.Items.Count > 0 ? only.Value.Items[0].Text : null;
            case "Fn::Sub" when only.Value.Text is { } text && text.StartsWith("${", StringComparison.Ordinal) && text.IndexOf('}') == text.Length - 1:
                string name = text.Substring(2, text.Length - 3);
                int dot = name.IndexOf('.');
                return dot < 0 ? name : name.Substring(0, dot);
            default:
                return null;
        }
    }

    /// <summary>Every logical id that a value mentions.</summary>
    public static IEnumerable<string> MentionedIn(TemplateValue value)
    {
        if (TargetOf(value) is { } target)
        {
            return [target];
        }

        if (value is { Kind: TemplateValueKind.Map, Entries: [{ Key: "Fn::Sub" } sub] })
        {
            TemplateValue pattern = sub.Value.Kind == TemplateValueKind.List && sub.Value.Items.Count > 0 ? sub.Value.Items[0] : sub.Value;
            return NamesInSub(pattern.Text ?? "").Concat(sub.Value.Items.Skip(1).SelectMany(MentionedIn));
        }

        return value.Entries.SelectMany(static x => x.Key == "DependsOn" ? Names(x.Value) : MentionedIn(x.Value)).Concat(value.Items.SelectMany(MentionedIn));
    }

    /// <summary>Every logical id that a template mentions outside of the resource of that id.</summary>
    /// <param name="template">A template with resources.</param>
    internal static IEnumerable<string> MentionedByOthers(TemplateModel template) =>
        template.Root!.Entries.Where(static x => x.Name != "Resources").SelectMany(static x => MentionedIn(TemplateValue.FromNode(x.Value)))
            .Concat(template.ResourcesNode!.Entries.SelectMany(static x => MentionedIn(TemplateValue.FromNode(x.Value)).Where(id => id != x.Name)));

    private static IEnumerable<string> Names(TemplateValue value) => value.Text is { } text ? [text] : value.Items.Where(static x => x.Text is not null).Select(static x => x.Text!);

    private static IEnumerable<string> NamesInSub(string text)
    {
        for (int start = text.IndexOf("${", StringComparison.Ordinal); start >= 0; start = text.IndexOf("${", start + 2, StringComparison.Ordinal))
        {
            int end = text.IndexOf('}', start);
            if (end < 0)
            {
                yield break;
            }

            string name = text.Substring(start + 2, end - start - 2);
            if (!name.StartsWith("!", StringComparison.Ordinal))
            {
                int dot = name.IndexOf('.');
                yield return dot < 0 ? name : name.Substring(0, dot);
            }
        }
    }
}
