using System;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Sam;

/// <summary>The logical ids of what SAM makes of a function (SAM translator, <c>sam_resources.py</c>; AWS SAM Developer Guide, "Generated CloudFormation resources").</summary>
internal static class SamNames
{
    /// <summary>What SAM publishes under <c>AutoPublishAlias</c>, as <c>Ref</c> names it behind the function's id.</summary>
    public const string Alias = "Alias";

    /// <summary>The version that SAM publishes, likewise.</summary>
    public const string Version = "Version";

    /// <summary>The queue that SAM makes for a destination without a target, likewise.</summary>
    public const string DestinationQueue = "DestinationQueue";

    /// <summary>The topic that SAM makes for a destination without a target, likewise.</summary>
    public const string DestinationTopic = "DestinationTopic";

    private const string RoleSuffix = "Role";

    /// <summary>The role of a function without <c>Role</c>.</summary>
    public static string Role(string function) => function + RoleSuffix;

    /// <summary>The config that <c>EventInvokeConfig</c> becomes.</summary>
    public static string Config(string function) => function + SettingKeys.EventInvokeConfig;

    /// <summary>The alias of <c>AutoPublishAlias</c>. Letters stand for what a logical id cannot have.</summary>
    public static string AliasOf(string function, string name) => function + Alias + name.Replace('-', 'D').Replace('_', 'U');

    /// <summary>The queue or topic of a destination without a target.</summary>
    public static string Destination(string function, DestinationOutcome outcome, bool isTopic) => $"{function}{SettingKeys.EventInvokeConfig}On{outcome}{(isTopic ? "Topic" : "Queue")}";

    /// <summary>The function whose role has a logical id; <see langword="null"/> when it is none that SAM makes.</summary>
    public static TemplateResource? FunctionOfRole(TemplateModel template, string id) =>
        id.EndsWith(RoleSuffix, StringComparison.Ordinal) && template.Find(id) is null && template.Find(id.Substring(0, id.Length - RoleSuffix.Length)) is { Type: ResourceTypes.ServerlessFunction } function ? function : null;

    /// <summary>The function whose alias has a logical id; <see langword="null"/> when it is none that SAM makes.</summary>
    /// <param name="template">The template.</param>
    /// <param name="id">The id.</param>
    /// <param name="interpreter">Works out the alias's name.</param>
    public static TemplateResource? FunctionOfAlias(TemplateModel template, string id, Interpreter interpreter)
    {
        if (!template.IsSam || id.IndexOf(Alias, StringComparison.Ordinal) <= 0 || template.Find(id) is not null)
        {
            return null;
        }

        return template.Resources.FirstOrDefault(x => x.Type == ResourceTypes.ServerlessFunction
            && id.StartsWith(x.LogicalId + Alias, StringComparison.Ordinal)
            && template.FunctionProperty(x, "AutoPublishAlias") is { } alias
            && interpreter.Text(TemplateValue.FromNode(alias)).Literal is { } name
            && AliasOf(x.LogicalId, name) == id);
    }
}
