using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using Constructs;
using LambdaDestinations.Cdk.Tree;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Cdk.Applying;

/// <summary>A place for the asynchronous settings of one qualifier of a function.</summary>
/// <param name="Scope">The function or the alias, in which the CDK makes its own configs.</param>
/// <param name="Qualifier">The qualifier, or a token of it.</param>
/// <param name="Id">The id of the config in the scope.</param>
/// <param name="Existing">The config that the CDK code has for it.</param>
internal sealed record InvokePlace(Construct Scope, string Qualifier, string Id, CfnEventInvokeConfig? Existing);

/// <summary>Finds where the asynchronous settings of functions must stand, as <c>InvokeConfigPlanner</c> does in templates.</summary>
/// <param name="stage">The constructs.</param>
internal sealed class InvokePlaces(StageConstructs stage)
{
    private const string ConfigId = "EventInvokeConfig";

    private readonly Lazy<ILookup<TemplateValue, (CfnEventInvokeConfig Config, TemplateValue Qualifier)>> _existing =
        new(() => stage.OfType<CfnEventInvokeConfig>().ToLookup(
            static x => ResolvedValue.Of(x.Stack, x.FunctionName) ?? TemplateValue.Null,
            static x => (x, ResolvedValue.Of(x.Stack, x.Qualifier) ?? TemplateValue.Null)));

    /// <summary>The places of a function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="qualifier">The one qualifier that is asked for; <see langword="null"/> for all aliases, or <c>$LATEST</c> where there is none.</param>
    /// <param name="isTarget">Whether another handler sends to the function itself, which is then invoked by no alias.</param>
    public IReadOnlyList<InvokePlace> Of(FunctionConstruct function, string? qualifier, bool isTarget)
    {
        Alias[] aliases = function.Only is { } only ? [only] : [.. stage.AliasesOf(function.Function)];
        (CfnEventInvokeConfig Config, TemplateValue Qualifier)[] existing = _existing.Value.Count == 0
            ? []
            :
            [
                .. from name in new[] { function.Resource.Ref, function.Resource.AttrArn }
                   let resolved = ResolvedValue.Of(function.Stack, name)!
                   from config in _existing.Value[resolved]
                   where stage.IsSame(config.Config, resolved, function.Stack, resolved)
                   select config,
            ];
        if (function.Only is null && qualifier is not null)
        {
            return [Array.Find(aliases, x => x.AliasName == qualifier) is { } named ? OfAlias(named, existing) : OfFunction(function, qualifier, existing)];
        }

        List<InvokePlace> places = [.. aliases.Select(x => OfAlias(x, existing))];
        if (function.Only is null && (places.Count == 0 || isTarget || Array.Exists(existing, static x => x.Qualifier.Text == QualifierText.Latest)))
        {
            places.Add(OfFunction(function, QualifierText.Latest, existing));
        }

        return places;
    }

    private static InvokePlace OfFunction(FunctionConstruct function, string qualifier, (CfnEventInvokeConfig Config, TemplateValue Qualifier)[] existing)
    {
        string id = qualifier == QualifierText.Latest ? ConfigId : ConfigId + qualifier;
        return new InvokePlace(function.Function, qualifier, id, Array.Find(existing, x => x.Qualifier.Text == qualifier).Config);
    }

    /// <summary>By the ARN of the alias, so that the config waits for it: in the CDK's own form.</summary>
    private static InvokePlace OfAlias(Alias alias, (CfnEventInvokeConfig Config, TemplateValue Qualifier)[] existing)
    {
        string qualifier = Fn.Select(7, Fn.Split(":", alias.FunctionArn));
        TemplateValue resolved = existing.Length == 0 ? TemplateValue.Null : ResolvedValue.Of(alias.Stack, qualifier)!;
        string? name = existing.Length == 0 ? null : alias.AliasName;
        return new InvokePlace(alias, qualifier, ConfigId, Array.Find(existing, x => x.Qualifier.Equals(resolved) || x.Qualifier.Text == name).Config);
    }
}
