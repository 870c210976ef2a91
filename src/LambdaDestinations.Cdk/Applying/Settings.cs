using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using Constructs;
using LambdaDestinations.Cdk.Tree;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Cdk.Applying;

/// <summary>Writes settings into configs, mappings and functions. What the CDK code has equally stays, and what it has otherwise is an error.</summary>
/// <param name="grants">Grants what destinations need.</param>
/// <param name="report">Takes what is wrong.</param>
internal sealed class Settings(Grants grants, ConstructReport report)
{
    /// <summary>The destination that a config has already for an outcome.</summary>
    public static TemplateValue? DestinationIn(CfnEventInvokeConfig config, DestinationOutcome outcome) =>
        DestinationOf(ResolvedValue.Of(config.Stack, config.DestinationConfig), OutcomeOf(outcome));

    /// <summary>The on-failure destination that a mapping has already.</summary>
    public static TemplateValue? DestinationIn(MappingConstruct mapping) =>
        DestinationOf(ResolvedValue.Of(mapping.Resource.Stack, mapping.Resource.DestinationConfig), OutcomeOf(DestinationOutcome.Failure));

    /// <summary>Writes the asynchronous settings of a function into one place.</summary>
    /// <param name="place">The place.</param>
    /// <param name="handlers">The function's handlers.</param>
    /// <param name="destinations">Their asynchronous destinations.</param>
    public void Write(InvokePlace place, IReadOnlyList<BoundHandler> handlers, IReadOnlyList<BoundDestination> destinations)
    {
        Dictionary<string, (string Arn, BoundDestination By)> targets = [];
        foreach (BoundDestination destination in destinations.Where(static x => x.Target is not null))
        {
            string outcome = OutcomeOf(destination.Model.Outcome);
            if (!targets.TryAdd(outcome, (destination.Target!.Arn, destination)) && targets[outcome].Arn != destination.Target.Arn)
            {
                Disagree(destination.Bound, Name(outcome), targets[outcome].Arn, destination.Target.Arn);
            }
        }

        int? retries = Agreed(handlers, nameof(HandlerModel.MaximumRetryAttempts), static x => x.MaximumRetryAttempts);
        int? age = Agreed(handlers, nameof(HandlerModel.MaximumEventAgeInSeconds), static x => x.MaximumEventAgeInSeconds);
        if (targets.Count == 0 && retries is null && age is null)
        {
            return;
        }

        if (place.Existing is { } config)
        {
            Extend(config, targets, retries, age, handlers[0]);
            return;
        }

        // As the CDK does it, with the logical id that its own config would have: a second config of a qualifier is refused while the first one is there.
        _ = new CfnEventInvokeConfig(new Construct(place.Scope, place.Id), "Resource", new CfnEventInvokeConfigProps
        {
            FunctionName = handlers[0].Function.Resource.Ref,
            Qualifier = place.Qualifier,
            MaximumRetryAttempts = retries,
            MaximumEventAgeInSeconds = age,
            DestinationConfig = targets.Count == 0 ? null : new CfnEventInvokeConfig.DestinationConfigProperty
            {
                OnSuccess = ArnOf(DestinationOutcome.Success) is { } success ? new CfnEventInvokeConfig.OnSuccessProperty { Destination = success } : null,
                OnFailure = ArnOf(DestinationOutcome.Failure) is { } failure ? new CfnEventInvokeConfig.OnFailureProperty { Destination = failure } : null,
            },
        });
        foreach ((string _, BoundDestination by) in targets.Values)
        {
            grants.Send(by.Bound, by.Target!);
        }

        string? ArnOf(DestinationOutcome outcome) => targets.TryGetValue(OutcomeOf(outcome), out (string Arn, BoundDestination) target) ? target.Arn : null;
    }

    /// <summary>Writes an on-failure destination and its settings into a mapping.</summary>
    public void Write(BoundDestination destination)
    {
        (BoundHandler bound, DestinationModel model, MappingConstruct? mapping, Target? target, _) = destination;
        CfnEventSourceMapping resource = mapping!.Resource;
        if (target is not null || model.Target is not null)
        {
            string arn = target?.Arn ?? model.Target!;
            TemplateValue? written = DestinationIn(mapping);
            if (written is null)
            {
                resource.DestinationConfig = new CfnEventSourceMapping.DestinationConfigProperty
                {
                    OnFailure = new CfnEventSourceMapping.OnFailureProperty { Destination = arn },
                };
                Grant(destination);
            }
            else if (IsSame(bound, resource, "DestinationConfig.OnFailure.Destination", written, arn))
            {
                Grant(destination);
            }
        }

        if (IsToSet(bound, resource, nameof(model.MaximumRetryAttempts), resource.MaximumRetryAttempts, model.MaximumRetryAttempts))
        {
            resource.MaximumRetryAttempts = model.MaximumRetryAttempts;
        }

        if (IsToSet(bound, resource, nameof(model.MaximumRecordAgeInSeconds), resource.MaximumRecordAgeInSeconds, model.MaximumRecordAgeInSeconds))
        {
            resource.MaximumRecordAgeInSeconds = model.MaximumRecordAgeInSeconds;
        }

        TemplateValue? bisect = ResolvedValue.Of(resource.Stack, resource.BisectBatchOnFunctionError);
        if (model.BisectBatchOnFunctionError is not { } wanted)
        {
            return;
        }

        if (bisect is null)
        {
            resource.BisectBatchOnFunctionError = wanted;
        }
        else if (!bisect.Equals(TemplateValue.Boolean(wanted)))
        {
            Contradict(bound, resource, nameof(model.BisectBatchOnFunctionError), bisect, TemplateValue.Boolean(wanted));
        }
    }

    /// <summary>Gives a function its dead-letter queue.</summary>
    public void WriteDeadLetters(BoundHandler bound, Target target)
    {
        CfnFunction resource = bound.Function.Resource;
        if (ResolvedValue.Of(resource.Stack, resource.DeadLetterConfig)?["targetArn"] is not { } written)
        {
            resource.DeadLetterConfig = new CfnFunction.DeadLetterConfigProperty { TargetArn = target.Arn };
            grants.Send(bound, target);
        }
        else
        {
            IsSame(bound, resource, "DeadLetterConfig.TargetArn", written, target.Arn);
        }
    }

    private void Extend(CfnEventInvokeConfig config, Dictionary<string, (string Arn, BoundDestination By)> targets, int? retries, int? age, BoundHandler bound)
    {
        TemplateValue? written = ResolvedValue.Of(config.Stack, config.DestinationConfig);
        foreach ((string outcome, (string arn, BoundDestination by)) in targets)
        {
            if (DestinationOf(written, outcome) is not { } existing)
            {
                config.AddPropertyOverride(Name(outcome), arn);
                grants.Send(by.Bound, by.Target!);
            }
            else if (IsSame(by.Bound, config, Name(outcome), existing, arn) && config.Node.Scope is not EventInvokeConfig)
            {
                // The CDK's own construct has granted.
                grants.Send(by.Bound, by.Target!);
            }
        }

        if (IsToSet(bound, config, nameof(config.MaximumRetryAttempts), config.MaximumRetryAttempts, retries))
        {
            config.MaximumRetryAttempts = retries;
        }

        if (IsToSet(bound, config, nameof(config.MaximumEventAgeInSeconds), config.MaximumEventAgeInSeconds, age))
        {
            config.MaximumEventAgeInSeconds = age;
        }
    }

    private void Grant(BoundDestination destination)
    {
        if (destination.Target is { } target)
        {
            grants.Send(destination.Bound, target);
        }
    }

    /// <summary>The value of a setting that the handlers of a function ask for.</summary>
    private int? Agreed(IReadOnlyList<BoundHandler> handlers, string name, Func<HandlerModel, int?> value)
    {
        int? agreed = null;
        foreach (BoundHandler bound in handlers)
        {
            if (value(bound.Handler) is { } wanted)
            {
                if (agreed is { } before && before != wanted)
                {
                    Disagree(bound, name, before.ToString(CultureInfo.InvariantCulture), wanted.ToString(CultureInfo.InvariantCulture));
                }

                agreed ??= wanted;
            }
        }

        return agreed;
    }

    /// <summary>Whether a number is missing; one that differs is told.</summary>
    private bool IsToSet(BoundHandler bound, CfnResource resource, string name, double? written, int? wanted)
    {
        // A number that a parameter sets is not known here.
        if (wanted is { } number && written is { } existing && existing != number && Token.IsUnresolved(existing) != true)
        {
            Contradict(bound, resource, name, TemplateValue.Number((long)existing), TemplateValue.Number(number));
        }

        return wanted is not null && written is null;
    }

    private bool IsSame(BoundHandler bound, CfnResource resource, string name, TemplateValue written, string arn)
    {
        TemplateValue wanted = ResolvedValue.Of(resource.Stack, arn)!;
        if (!written.Equals(wanted))
        {
            Contradict(bound, resource, name, written, wanted);
            return false;
        }

        return true;
    }

    private void Contradict(BoundHandler bound, CfnResource resource, string name, TemplateValue written, TemplateValue wanted) =>
        report.Error(resource, TemplateRules.AppSetsSomethingElse(name, resource.Node.Path, written, wanted), bound.Handler);

    private void Disagree(BoundHandler bound, string name, string first, string second)
    {
        TemplateValue Shown(string value) => ResolvedValue.Of(bound.Function.Stack, value)!;
        report.Error(bound.Function.Function, TemplateRules.AskForDifferent(bound.Function.Name, name, Shown(first), Shown(second)), bound.Handler);
    }

    private static string Name(string outcome) => $"DestinationConfig.{char.ToUpperInvariant(outcome[0])}{outcome[1..]}.Destination";

    private static string OutcomeOf(DestinationOutcome outcome) => outcome == DestinationOutcome.Success ? "onSuccess" : "onFailure";

    private static TemplateValue? DestinationOf(TemplateValue? config, string outcome) => config?[outcome]?["destination"];
}
