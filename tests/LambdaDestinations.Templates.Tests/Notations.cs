using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests;

/// <summary>One template in both notations: the YAML of a test, and the same as JSON.</summary>
internal static class Notations
{
    public const string Sam = "Transform: AWS::Serverless-2016-10-31\n";

    /// <summary>Both notations, for <c>[MemberData]</c>.</summary>
    public static TheoryData<bool> Both => new() { false, true };

    /// <summary>A text with its places, written <c>&lt;name&gt;</c>, filled: braces are YAML's own.</summary>
    public static string Fill(this string text, params (string Name, string Value)[] places) =>
        places.Aggregate(text, static (filled, x) => filled.Replace($"<{x.Name}>", x.Value, StringComparison.Ordinal));

    /// <summary>The model of a YAML text, read as YAML or by way of JSON.</summary>
    public static TemplateModel Model(string yaml, bool asJson = false) => TemplateModel.Read(Document(yaml, asJson));

    /// <summary>A YAML text as a document without errors, in YAML or as the same JSON.</summary>
    public static TemplateDocument Document(string yaml, bool asJson = false)
    {
        TemplateDocument document = TemplateFile.Parse(yaml);
        Assert.Empty(document.Errors);
        if (!asJson)
        {
            return document;
        }

        TemplateDocument json = TemplateFile.Parse(ValueOf(document.Root!).ToString());
        Assert.Equal(TemplateFormat.Json, json.Format);
        Assert.Empty(json.Errors);
        return json;
    }

    /// <summary>A node's value, in which a key stands twice that does so in the text.</summary>
    private static TemplateValue ValueOf(TemplateNode node) => node is MappingNode { Tag: null } mapping
        ? TemplateValue.Map(mapping.Entries.Concat(mapping.Repeated).OrderBy(static x => x.KeyStart).Select(static x => new KeyValuePair<string, TemplateValue>(x.Name ?? "", ValueOf(x.Value))))
        : TemplateValue.FromNode(node);
}
