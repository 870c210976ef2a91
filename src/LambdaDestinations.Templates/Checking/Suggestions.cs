using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;

namespace LambdaDestinations.Templates.Checking;

/// <summary>What a code fix may write instead, for findings on attributes.</summary>
internal static class Suggestions
{
    private const int Most = 5;

    /// <summary>The rules where names of the template may be meant.</summary>
    private static readonly Dictionary<Rule, Func<Question, IEnumerable<string>>> Names = new()
    {
        [DeclarationRules.MalformedTarget] = static x => x.WrittenName is { } name && (x.Template.Find(name) is not null || x.Template.HasParameter(name)) ? [name] : [],
        [DeclarationRules.UnknownLogicalId] = static x => x.WrittenName is { } name ? NearNames.Of(name, x.Template.Resources.Where(static y => AwsTargets.FromResourceType(y.Type) is not null).Select(static y => y.LogicalId).Concat(x.Template.ParameterNames)) : [],
        [DeclarationRules.FunctionNotInTemplate] = static x => x.Handler.Function.LogicalId is { } id ? NearNames.Of(id, Functions(x.Template)) : Functions(x.Template),
        [DeclarationRules.SeveralFunctions] = static x => FunctionLocator.Find(x.Template, x.Handler.Function).Select(static y => y.LogicalId),
        [EventSourceMappingRules.UnknownEventSource] = Sources,
        [EventSourceMappingRules.AmbiguousEventSource] = Sources,
    };

    /// <summary>The finding with its suggestions, best first.</summary>
    public static Finding Add(Finding finding, HandlerModel handler, TemplateModel? template, TemplateResource? function)
    {
        string[] suggestions = [.. Of(finding, handler, template, function).Take(Most)];
        return suggestions.Length == 0 ? finding : finding with { Suggestions = new EquatableArray<string>(suggestions) };
    }

    private static IEnumerable<string> Of(Finding finding, HandlerModel handler, TemplateModel? template, TemplateResource? function) => finding.Data switch
    {
        FindingData.AllowedNumber number => new[] { number.Value, number.Retries }.OfType<long>().Select(static x => x.ToString(CultureInfo.InvariantCulture)),
        FindingData.ActualType actual => CanReceive(finding, handler, actual.Type) ? [actual.Type.ToString()] : [],
        _ => template is not null && Names.TryGetValue(finding.Rule, out Func<Question, IEnumerable<string>>? names)
            ? names(new Question((finding.Data as FindingData.WrittenName)?.Name, handler, template, function, finding.Attribute?.Mapping is not null))
            : [],
    };

    /// <summary>Whether the destination can be of another type without another fault.</summary>
    private static bool CanReceive(Finding finding, HandlerModel handler, DestinationTargetType type)
    {
        DestinationModel? destination = finding.Attribute is { DestinationIndex: >= 0 and int index } && index < handler.Destinations.Count ? handler.Destinations[index] : null;
        return destination is null || (destination, type) switch
        {
            ({ EventSource: not null }, DestinationTargetType.Lambda or DestinationTargetType.EventBridge) => false,
            ({ EventSource: null }, DestinationTargetType.Kafka) => false,
            ({ Outcome: DestinationOutcome.Success }, DestinationTargetType.S3) => false,
            _ => true,
        };
    }

    private static IEnumerable<string> Functions(TemplateModel template) => template.Resources.Where(static x => x.IsFunction).Select(static x => x.LogicalId);

    private static IEnumerable<string> Sources(Question question) =>
        question.Function is { } function ? EventSource.Of(question.Template, function).Where(x => question.IsOfSettings ? x.IsMapping : x.HasDestinations).Select(static x => x.Name) : [];

    /// <summary>What suggestions are looked for by.</summary>
    private readonly record struct Question(string? WrittenName, HandlerModel Handler, TemplateModel Template, TemplateResource? Function, bool IsOfSettings);
}
