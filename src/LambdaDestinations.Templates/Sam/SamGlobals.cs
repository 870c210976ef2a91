using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Sam;

/// <summary>What <c>Globals.Function</c> adds to a function (AWS SAM Developer Guide, "Globals section of the AWS SAM template").</summary>
internal static class SamGlobals
{
    /// <summary>A resource's properties; of a SAM function with those of <c>Globals</c>.</summary>
    public static TemplateValue PropertiesOf(TemplateModel template, TemplateResource resource)
    {
        TemplateValue own = resource.Properties is null ? TemplateValue.Map() : TemplateValue.FromNode(resource.Properties);
        return template.GlobalFunction is { } globals && resource.Type == ResourceTypes.ServerlessFunction ? Merge(TemplateValue.FromNode(globals), own) : own;
    }

    /// <summary>Maps are merged deeply, lists are appended, anything else is the function's own; a map that is computed is a value like any other.</summary>
    private static TemplateValue Merge(TemplateValue globals, TemplateValue own)
    {
        if (globals.Kind == TemplateValueKind.Map && own.Kind == TemplateValueKind.Map && !Interpreter.IsComputed(globals) && !Interpreter.IsComputed(own))
        {
            return TemplateValue.Map(globals.Entries
                .Where(entry => own[entry.Key] is null)
                .Concat(own.Entries.Select(entry => globals[entry.Key] is { } global ? new KeyValuePair<string, TemplateValue>(entry.Key, Merge(global, entry.Value)) : entry)));
        }

        return globals.Kind == TemplateValueKind.List && own.Kind == TemplateValueKind.List ? TemplateValue.List([.. globals.Items, .. own.Items]) : own;
    }
}
