using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Binding;

/// <summary>A place for the asynchronous settings of one qualifier of a function.</summary>
/// <param name="Qualifier">The qualifier: <c>$LATEST</c>, a version, the name of an alias.</param>
/// <param name="Existing">The <c>AWS::Lambda::EventInvokeConfig</c> that the user wrote for it.</param>
/// <param name="IsSamProperty">Whether it is <c>EventInvokeConfig</c> of the SAM function itself.</param>
/// <param name="CreatedId">The logical id of the config to create; <see langword="null"/> for the other two.</param>
/// <param name="Anchor">The alias or version that the qualifier belongs to, when it stands in the template.</param>
internal sealed record InvokeConfigPlace(TemplateValue Qualifier, TemplateResource? Existing, bool IsSamProperty, string? CreatedId, TemplateResource? Anchor)
{
    /// <summary>The logical id of the alias that a config to create must wait for; <see langword="null"/> for none.</summary>
    public string? AliasId { get; init; }
}

/// <summary>
/// Finds where a function's asynchronous settings must stand so that they hold where the invocations go: Lambda keeps them per
/// qualifier, and those of <c>$LATEST</c> do not serve an alias or a version, nor the reverse (AWS Lambda API Reference,
/// <c>PutFunctionEventInvokeConfig</c>).
/// </summary>
internal sealed class InvokeConfigPlanner(TemplateModel template, ISet<string> destinationFunctions)
{
    private static readonly TemplateValue Latest = TemplateValue.String(QualifierText.Latest);

    private readonly Interpreter _interpreter = ResourceNames.Of(template).Interpreter;

    /// <summary>The places of one function, in source order of the aliases.</summary>
    /// <param name="function">The function.</param>
    /// <param name="qualifier">The one qualifier that is asked for; <see langword="null"/> for all that are invoked.</param>
    /// <param name="isApart">
    /// Whether to write a config of its own in place of the property of a SAM function. That cannot be where the property holds what others
    /// wrote, as Lambda has one config for a qualifier, nor where the alias that SAM publishes has no literal name, as the config must wait for it.
    /// </param>
    public IReadOnlyList<InvokeConfigPlace> Plan(TemplateResource function, string? qualifier, bool isApart = false)
    {
        FunctionConfiguration configuration = DestinationConfiguration.Of(template).Of(function);
        TemplateResource[] existing = [.. configuration.Async.Select(static x => x.Owner).Where(IsOfUser)];
        TemplateResource[] aliases = [.. configuration.Aliases.Select(static x => x.Resource).OfType<TemplateResource>().Where(static x => x.Properties?["Name"] is not null)];
        TemplateNode? autoPublish = function.Type == ResourceTypes.ServerlessFunction ? template.FunctionProperty(function, "AutoPublishAlias") : null;
        string? samAlias = ResourceNames.Literal(template, autoPublish);
        SamPlace sam = new(
            function.Type == ResourceTypes.ServerlessFunction,
            autoPublish is null ? Latest : TemplateValue.FromNode(autoPublish),
            samAlias is null ? null : SamNames.AliasOf(function.LogicalId, samAlias),
            isApart && (autoPublish is null || samAlias is not null) && !HasSettingsOfOthers(function));
        List<InvokeConfigPlace> places = [];
        void Want(TemplateValue wanted, TemplateResource? anchor)
        {
            if (!places.Any(x => _interpreter.AreSame(x.Qualifier, wanted)))
            {
                places.AddRange(PlacesOf(function, wanted, anchor, existing, sam));
            }
        }

        if (qualifier is not null)
        {
            Want(TemplateValue.String(qualifier), aliases.FirstOrDefault(x => ResourceNames.Literal(template, x.Properties!["Name"]) == qualifier));
            return places;
        }

        if (autoPublish is not null)
        {
            Want(sam.Qualifier, null);
        }

        foreach (TemplateResource alias in aliases)
        {
            Want(TemplateValue.FromNode(alias.Properties!["Name"]!), alias);
        }

        // The flow of the whole template is read only where something depends on it: without versions and other places, $LATEST it is.
        TemplateResource[] versions = [.. FunctionIndex.Of(template).Versions(function)];
        string?[] invoked = versions.Length == 0 && places.Count == 0 && existing.Length == 0 ? [] : QualifiersInvoked(function);
        foreach (TemplateResource version in versions.Where(x => invoked.Contains($"${{{x.LogicalId}.Version}}")))
        {
            Want(TemplateValue.GetAtt(version.LogicalId, "Version"), version);
        }

        foreach (TemplateResource config in existing)
        {
            Want(QualifierOf(config), null);
        }

        if (places.Count == 0 || invoked.Contains(Latest.Text) || destinationFunctions.Contains(function.LogicalId))
        {
            Want(Latest, null);
        }

        return places;
    }

    /// <summary>The places of one qualifier: the configs that are there, else the property of a SAM function, or a config to create.</summary>
    private IEnumerable<InvokeConfigPlace> PlacesOf(TemplateResource function, TemplateValue wanted, TemplateResource? anchor, TemplateResource[] existing, SamPlace sam)
    {
        // Under conditions that exclude each other there may be several, each of which is the place in some deployment.
        TemplateResource[] written = [.. existing.Where(x => _interpreter.AreSame(QualifierOf(x), wanted))];
        if (written.Length > 0)
        {
            return written.Select(x => new InvokeConfigPlace(wanted, x, IsSamProperty: false, null, anchor));
        }

        bool isOfSam = sam.IsSam && _interpreter.AreSame(wanted, sam.Qualifier);
        bool isProperty = isOfSam && !sam.CanBeApart;
        string? aliasId = anchor is { Type: ResourceTypes.Alias } ? anchor.LogicalId : isOfSam ? sam.AliasId : null;
        return [new InvokeConfigPlace(wanted, null, isProperty, isProperty ? null : CreatedId(function, wanted, anchor, sam.IsSam && !isOfSam), anchor) { AliasId = aliasId }];
    }

    /// <summary>Whether it is a config of a qualifier that the user wrote.</summary>
    private static bool IsOfUser(TemplateResource resource) =>
        resource.Type == ResourceTypes.EventInvokeConfig && OwnershipRecord.Read(resource)?.Function is null && resource.Properties?["Qualifier"] is not null;

    /// <summary>Whether two places are one: of the same qualifier, in the same config.</summary>
    public bool AreSame(InvokeConfigPlace first, InvokeConfigPlace second) =>
        ReferenceEquals(first.Existing?.Entry, second.Existing?.Entry) && _interpreter.AreSame(first.Qualifier, second.Qualifier);

    private string?[] QualifiersInvoked(TemplateResource function) =>
        [.. FlowGraph.Of(template).To(function.LogicalId).Where(static x => x is { Kind: FlowEdgeKind.Invokes, Invocation: InvocationKind.Asynchronous }).Select(static x => x.Qualifier)];

    /// <summary>The qualifier of a config; the CDK cuts it out of the ARN of an alias or version.</summary>
    private TemplateValue QualifierOf(TemplateResource config)
    {
        TemplateValue value = TemplateValue.FromNode(config.Properties!["Qualifier"]!);
        return _interpreter.Text(value) switch
        {
            { Literal: { } literal } when value.Text is null => TemplateValue.String(literal),
            { Reference: { } reference } when template.Find(reference.Id) is { Type: ResourceTypes.Version } => TemplateValue.GetAtt(reference.Id, reference.Attribute),
            _ => value,
        };
    }

    /// <summary>
    /// A name for a config to create. In place of a SAM function's property it is SAM's own name for what the property becomes, so that an update
    /// of the stack changes that config instead of creating a second one for the qualifier, which Lambda refuses.
    /// </summary>
    private string CreatedId(TemplateResource function, TemplateValue qualifier, TemplateResource? anchor, bool isBesideSam)
    {
        if (anchor is not null)
        {
            return anchor.LogicalId + SettingKeys.EventInvokeConfig;
        }

        // The config of another qualifier may have the short name.
        string id = function.LogicalId + SettingKeys.EventInvokeConfig;
        bool isShort = !isBesideSam && (function.Type == ResourceTypes.ServerlessFunction || _interpreter.AreSame(qualifier, Latest));
        return isShort && (template.Find(id) is not { } taken || OwnershipRecord.Read(taken)?.Function is not null)
            ? id
            : function.LogicalId + string.Concat((qualifier.Text ?? _interpreter.ReferenceOf(qualifier)?.ToString() ?? qualifier.ToString()).Where(DeclarationChecks.IsOfLogicalId)) + SettingKeys.EventInvokeConfig;
    }

    /// <summary>Whether <c>EventInvokeConfig</c> of a SAM function or of <c>Globals</c> says something that we did not write.</summary>
    private bool HasSettingsOfOthers(TemplateResource function)
    {
        if (template.GlobalFunction?.Find(SettingKeys.EventInvokeConfig) is not null)
        {
            return true;
        }

        OwnershipRecord? record = OwnershipRecord.Read(function);
        bool IsOfOthers(TemplateNode node, SettingPath path) =>
            record?.Settings.ContainsKey(path) != true && (node is MappingNode map ? map.Entries.Any(x => IsOfOthers(x.Value, path.Append(x.Name ?? ""))) : node is not ScalarNode { IsNull: true });
        return function.Properties?[SettingKeys.EventInvokeConfig] is { } written && IsOfOthers(written, SettingPath.Of("Properties", SettingKeys.EventInvokeConfig));
    }

    /// <summary>What SAM has to do with a function's settings.</summary>
    /// <param name="IsSam">Whether it is a SAM function.</param>
    /// <param name="Qualifier">The qualifier of its property <c>EventInvokeConfig</c>.</param>
    /// <param name="AliasId">The alias that SAM publishes, when its name is known.</param>
    /// <param name="CanBeApart">Whether a config of its own stands in place of the property.</param>
    private readonly record struct SamPlace(bool IsSam, TemplateValue Qualifier, string? AliasId, bool CanBeApart);
}
