using System;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Sam;

/// <summary>The queues and topics that SAM makes for asynchronous destinations without a target.</summary>
internal static class SamQueues
{
    private static readonly DestinationOutcome[] Outcomes = [DestinationOutcome.Success, DestinationOutcome.Failure];
    private static readonly bool[] Kinds = [false, true];

    /// <summary>
    /// The function after which SAM names the queue or topic of an outcome: the function itself, except where all of the outcome comes from <c>Globals</c>.
    /// Then SAM writes what it made for the first such function into the settings that all share, so there is one queue for all (run with the
    /// translator, 1.110).
    /// </summary>
    /// <param name="template">The template.</param>
    /// <param name="function">A SAM function.</param>
    /// <param name="outcome">The outcome.</param>
    public static TemplateResource OwnerOf(TemplateModel template, TemplateResource function, DestinationOutcome outcome) => IsShared(template, function, outcome)
        ? template.Resources.First(x => x.Type == ResourceTypes.ServerlessFunction && IsShared(template, x, outcome))
        : function;

    /// <summary>The queue or topic that SAM makes for a destination of a function.</summary>
    public static SamQueue Of(TemplateModel template, TemplateResource function, DestinationOutcome outcome, bool isTopic) =>
        new(OwnerOf(template, function, outcome).LogicalId, outcome, isTopic);

    /// <summary>The logical id of the queue or topic that SAM makes for a destination of a function.</summary>
    public static string IdOf(TemplateModel template, TemplateResource function, DestinationOutcome outcome, bool isTopic) => Of(template, function, outcome, isTopic).Id;

    /// <summary>The queue or topic that <c>Ref Function.DestinationQueue</c> or <c>.DestinationTopic</c> names; <see langword="null"/> when SAM makes none.</summary>
    /// <remarks>SAM resolves the reference of the function only for which it made the resource. The later outcome wins, as in the translator.</remarks>
    public static SamQueue? Referable(TemplateModel template, TemplateResource function, bool isTopic)
    {
        SamQueue? found = null;
        foreach (DestinationOutcome outcome in Outcomes)
        {
            if (Makes(template, function, outcome, isTopic) && ReferenceEquals(OwnerOf(template, function, outcome).Entry, function.Entry))
            {
                found = new SamQueue(function.LogicalId, outcome, isTopic);
            }
        }

        return found;
    }

    /// <summary>The queue or topic that SAM makes under a logical id; <see langword="null"/> when it makes none.</summary>
    public static SamQueue? OfId(TemplateModel template, string id)
    {
        if (!template.IsSam || id.IndexOf(SettingKeys.EventInvokeConfig + "On", StringComparison.Ordinal) <= 0 || template.Find(id) is not null)
        {
            return null;
        }

        return template.Resources.Where(x => x.Type == ResourceTypes.ServerlessFunction && id.StartsWith(x.LogicalId, StringComparison.Ordinal))
            .SelectMany(x => Outcomes.Select(outcome => (Function: x, Outcome: outcome)))
            .SelectMany(x => Kinds.Where(isTopic => Makes(template, x.Function, x.Outcome, isTopic)).Select(isTopic => Of(template, x.Function, x.Outcome, isTopic)))
            .FirstOrDefault(x => x.Id == id);
    }

    /// <summary>Whether a reference to the queue or topic of a function may be resolved: SAM makes it, or what decides is not written out.</summary>
    public static bool MayBeReferable(TemplateModel template, TemplateResource function, bool isTopic) =>
        template.HasHiddenResources
        || Referable(template, function, isTopic) is not null
        || new[] { function.Properties, template.GlobalFunction }.Any(static x => MayDeclareMore(x))
        || Outcomes.Any(x => Property(template, function, x, "Type") is { } type && TemplateNodes.Text(type) is null);

    /// <summary>The queue or topic of <c>Globals</c> that a function shares with others and that is named after another; <see langword="null"/> when there is none.</summary>
    public static SamQueue? SharedBy(TemplateModel template, TemplateResource function, bool isTopic) =>
        Outcomes.Where(x => Makes(template, function, x, isTopic)).Select(x => Of(template, function, x, isTopic)).FirstOrDefault(x => x.Function != function.LogicalId);

    /// <summary>Whether destinations may come from a function or an include.</summary>
    private static bool MayDeclareMore(MappingNode? properties)
    {
        static bool MayHoldMore(TemplateNode? node) => TemplateBranch.IsFunction(node) || TemplateBranch.MayHoldMore(TemplateNodes.Follow(node) as MappingNode);
        TemplateNode? config = properties?[SettingKeys.EventInvokeConfig];
        TemplateNode? destinations = (TemplateNodes.Follow(config) as MappingNode)?["DestinationConfig"];
        return MayHoldMore(properties) || MayHoldMore(config) || MayHoldMore(destinations) || Outcomes.Any(x => MayHoldMore((TemplateNodes.Follow(destinations) as MappingNode)?["On" + x]));
    }

    private static bool Makes(TemplateModel template, TemplateResource function, DestinationOutcome outcome, bool isTopic) =>
        Text(template, function, outcome, "Type") == (isTopic ? "SNS" : "SQS") && MayLack(Property(template, function, outcome, "Destination"));

    /// <summary>Whether a destination is left out, under some condition at least.</summary>
    private static bool MayLack(TemplateNode? destination) => TemplateBranch.Of(destination).Any(static x => x.Node is null);

    private static string? Text(TemplateModel template, TemplateResource function, DestinationOutcome outcome, string name) => TemplateNodes.Text(Property(template, function, outcome, name));

    private static TemplateNode? Property(TemplateModel template, TemplateResource function, DestinationOutcome outcome, string name) =>
        Outcome(function.Properties, outcome)?[name] ?? Outcome(template.GlobalFunction, outcome)?[name];

    private static bool IsShared(TemplateModel template, TemplateResource function, DestinationOutcome outcome) =>
        template.GlobalFunction is not null && Outcome(function.Properties, outcome) is null && Outcome(template.GlobalFunction, outcome) is not null;

    private static MappingNode? Outcome(MappingNode? properties, DestinationOutcome outcome) =>
        TemplateNodes.Child(TemplateNodes.Child(TemplateNodes.Child(properties, SettingKeys.EventInvokeConfig), "DestinationConfig"), "On" + outcome);
}
