using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using Constructs;
using LambdaDestinations.Cdk.Applying;
using LambdaDestinations.Cdk.Tree;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Cdk;

/// <summary>
/// Applies the destination attributes of Lambda handlers to the functions of a CDK app. What is wrong is added to the construct as an error annotation that
/// begins with the id of the rule, so that <c>cdk synth</c> and <c>cdk deploy</c> fail.
/// </summary>
public static class Destinations
{
    /// <summary>
    /// Applies a manifest to every function below a scope, found by its <c>Handler</c> (of an image by the first element of its command) or, where
    /// <c>[DestinationFunction]</c> names a construct, by the construct's id. Call it once, when all constructs of the scope are made.
    /// </summary>
    /// <param name="scope">The app, a stage, a stack or any construct.</param>
    /// <param name="manifest">What the attributes declare.</param>
    /// <param name="options">How to apply them; <see langword="null"/> for the defaults.</param>
    public static void Apply(IConstruct scope, DestinationManifest manifest, ApplyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(manifest);
        options ??= new ApplyOptions();
        ConstructReport report = new();
        HashSet<HandlerModel> found = [];
        Queue<StageConstructs> stages = new([StageConstructs.Below(scope)]);
        while (stages.TryDequeue(out StageConstructs? stage))
        {
            List<BoundHandler> bound = [];
            foreach (HandlerModel handler in manifest.Declared.Handlers)
            {
                bound.AddRange(Bind(stage, handler, report, out bool isThere));
                if (isThere)
                {
                    found.Add(handler);
                }
            }

            new StageApplication(stage, options, report).Apply(bound, manifest.Declared.Alarms);
            foreach (Stage nested in stage.Nested)
            {
                stages.Enqueue(StageConstructs.Below(nested));
            }
        }

        foreach (HandlerModel handler in options.AllowMissingFunctions ? [] : manifest.Declared.Handlers.Where(x => !found.Contains(x)))
        {
            report.Error(scope, DeclarationRules.NoConstructRuns(handler.Function.Name, scope.Node.Path), handler);
        }
    }

    /// <summary>Applies what one handler declares to a function, or to an alias of it alone.</summary>
    /// <param name="function">The <see cref="Function"/>, <see cref="DockerImageFunction"/> or <see cref="Alias"/>.</param>
    /// <param name="manifest">What the attributes declare.</param>
    /// <param name="handler">The handler string: <c>Shop::Shop.Orders::Place</c>.</param>
    /// <param name="options">How to apply them; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The manifest has no such handler.</exception>
    public static void AddDestinations(this IFunction function, DestinationManifest manifest, string handler, ApplyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentException.ThrowIfNullOrEmpty(handler);
        HandlerModel[] handlers = [.. manifest.Declared.Handlers.Where(x => x.Function.HandlerStrings.Contains(handler) || x.Function.LogicalId == handler)];
        if (handlers.Length == 0)
        {
            string? nearest = NearNames.Nearest(handler, manifest.Declared.Handlers.SelectMany(static x => x.Function.HandlerStrings));
            string hint = nearest is null ? "" : $"; did you mean '{nearest}'?";
            throw new ArgumentException($"The manifest of '{manifest.AssemblyName}' has no handler '{handler}'{hint}", nameof(handler));
        }

        ConstructReport report = new();
        if (FunctionConstruct.Of(function, out RuleMessage? refusal) is not { } construct)
        {
            report.Error(function, refusal!.Value, handlers[0]);
            return;
        }

        StageConstructs stage = StageConstructs.Around(construct.Function);
        StageApplication application = new(stage, options ?? new ApplyOptions(), report);
        application.Apply([.. handlers.Select(x => new BoundHandler(construct, x))], manifest.Declared.Alarms, [.. Producers(stage, manifest, handlers)]);
    }

    /// <summary>The functions whose records some handlers ask for.</summary>
    private static IEnumerable<BoundHandler> Producers(StageConstructs stage, DestinationManifest manifest, HandlerModel[] consumers)
    {
        HashSet<(string, string)> named = [.. consumers.SelectMany(static x => x.Sources).Select(static x => BoundHandler.KeyOf(x.Producer.Function))];
        return from handler in manifest.Declared.Handlers
               where named.Contains(BoundHandler.KeyOf(handler.Function))
               from resource in stage.FunctionsOf(handler.Function)
               let construct = FunctionConstruct.OfResource(resource, stage.PathOf(resource), out _)
               where construct is not null
               select new BoundHandler(construct, handler);
    }

    /// <summary>The functions of a stage that run a handler, one of each stack.</summary>
    private static List<BoundHandler> Bind(StageConstructs stage, HandlerModel handler, ConstructReport report, out bool isThere)
    {
        List<BoundHandler> bound = [];
        CfnFunction[] resources = [.. stage.FunctionsOf(handler.Function)];
        isThere = resources.Length > 0;
        IEnumerable<CfnFunction[]> stacks = resources.Length < 2
            ? resources.Select(static x => new[] { x })
            : resources.GroupBy(static x => x.Stack.Node.Path, StringComparer.Ordinal).Select(static x => x.ToArray());
        foreach (CfnFunction[] ofStack in stacks)
        {
            if (ofStack is not [var only])
            {
                report.Error(ofStack[1], DeclarationRules.AllRun(ofStack.Select(x => stage.PathOf(x).ToString()), handler.Function.Name), handler);
            }
            else if (FunctionConstruct.OfResource(only, stage.PathOf(only), out RuleMessage? refusal) is { } construct)
            {
                bound.Add(new BoundHandler(construct, handler));
            }
            else
            {
                report.Error(only, refusal!.Value, handler);
            }
        }

        return bound;
    }
}
