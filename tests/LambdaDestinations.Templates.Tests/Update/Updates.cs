using System;
using System.Linq;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;
using static LambdaDestinations.Templates.Tests.Update.Handlers;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>Updates of YAML templates, and what must hold of every one.</summary>
internal static class Updates
{
    /// <summary>
    /// Updates without a finding, and asserts what always holds: a second update changes nothing, and no handler gives the
    /// original back to the byte.
    /// </summary>
    public static TemplateModel Apply(string template, params HandlerModel[] handlers)
    {
        string text = Text(template, handlers);
        Assert.Equal(text, Text(text, handlers));
        Assert.Equal(template, Text(text));
        return TemplateModel.Read(TemplateFile.Parse(text));
    }

    /// <summary>The updated text; there is no finding, except of what was created and goes.</summary>
    public static string Text(string template, params HandlerModel[] handlers)
    {
        TemplateUpdate update = Run(template, handlers);
        Assert.Empty(update.Findings.Where(static x => x.Rule != TemplateRules.CreatedResourceGoes).Select(static x => x.Message));
        return update.Document.Text;
    }

    /// <summary>The one finding; the template stays as it is.</summary>
    public static Finding Refused(string template, params HandlerModel[] handlers)
    {
        TemplateUpdate update = Run(template, handlers);
        Assert.Equal(template, update.Document.Text);
        return Assert.Single(update.Findings);
    }

    public static TemplateUpdate Run(string template, params HandlerModel[] handlers) => TemplateUpdater.Update(TemplateFile.Parse(template), ManifestOf(handlers), Assembly);

    /// <summary>What a path of a resource says, as one line of JSON; <see langword="null"/> when it says nothing.</summary>
    public static string? Says(this TemplateModel template, string resource, string path = "Properties")
    {
        TemplateNode? node = template.Find(resource)?.Body;
        foreach (string name in path.Split('.'))
        {
            node = (node as MappingNode)?[name];
        }

        return node is null ? null : TemplateValue.FromNode(node).ToString();
    }

    public static string In(this string template, string after, string added)
    {
        Assert.Equal(2, template.Split(after).Length);
        return template.Replace(after, after + added, StringComparison.Ordinal);
    }
}
