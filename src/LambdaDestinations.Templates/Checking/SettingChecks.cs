using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Retry attempts and ages, of asynchronous invocations and of mappings (AWS Lambda API Reference).</summary>
internal static class SettingChecks
{
    /// <summary>Checks the settings of asynchronous invocations.</summary>
    public static IEnumerable<Finding> Check(AsyncConfiguration config)
    {
        foreach (TemplateSetting retries in config.MaximumRetryAttempts.Where(IsNoNumber))
        {
            yield return At(DeclarationRules.RetriesAreNoNumber(retries.Name, retries.Text!, 0, Limits.MaximumRetryAttempts), retries);
        }

        foreach (TemplateSetting age in config.MaximumEventAgeInSeconds.Where(IsNoNumber))
        {
            yield return At(DeclarationRules.AgeIsNoNumber(age.Name, age.Text!, Limits.MinimumEventAge, Limits.MaximumEventAge), age);
        }

        foreach (TemplateSetting retries in config.MaximumRetryAttempts.Where(static x => x.Number is < 0 or > Limits.MaximumRetryAttempts))
        {
            yield return At(DeclarationRules.RetriesOutOfRange(Value(retries), 0, 2), retries);
        }

        foreach (TemplateSetting age in config.MaximumEventAgeInSeconds)
        {
            if (age.Number is < Limits.MinimumEventAge or > Limits.MaximumEventAge)
            {
                yield return At(DeclarationRules.EventAgeOutOfRange(Value(age)), age);
            }
            else if (age.Number is { } seconds)
            {
                foreach (Finding finding in CheckRetriesWithin(config, age, seconds))
                {
                    yield return finding;
                }
            }
        }

        if (config is { IsComplete: true, MaximumRetryAttempts.Count: 0, MaximumEventAgeInSeconds.Count: 0, Destinations.Count: 0 } && !TemplateBranch.MayHoldMore(config.Node)
            && !config.HasUnknownKeys)
        {
            yield return new Finding(DeclarationRules.SetsNothing(config.Function?.Function?.LogicalId ?? config.Owner.LogicalId), config.Span);
        }
    }

    /// <summary>Two settings of one function for one qualifier.</summary>
    public static IEnumerable<Finding> CheckDuplicates(FunctionConfiguration function)
    {
        for (int i = 1; i < function.Async.Count; i++)
        {
            AsyncConfiguration second = function.Async[i];
            AsyncConfiguration? first = function.Async.Take(i).FirstOrDefault(x => !ReferenceEquals(x.Owner, second.Owner) && x.Qualifier is not null && x.Qualifier == second.Qualifier && x.Conditions.IsCompatibleWith(second.Conditions));
            if (first is not null && (first.Conditions.IsAlways || second.Conditions.IsAlways || first.Conditions == second.Conditions))
            {
                yield return new Finding(DeclarationRules.BothSet(first.Owner.LogicalId, second.Owner.LogicalId, function.Function.LogicalId, second.Qualifier!), second.Span);
            }
        }
    }

    /// <summary>Checks the settings of a mapping: their ranges, and whether its source has them.</summary>
    public static IEnumerable<Finding> Check(MappingConfiguration mapping)
    {
        string type = mapping.Source.Type;
        foreach (MappingFacts facts in MappingFacts.All)
        {
            if (!facts.IsSettingOf(type))
            {
                if (mapping.Source.Properties?.Find(facts.Path.Names[0]) is { } entry && Sets(mapping, facts))
                {
                    yield return new Finding(EventSourceMappingRules.HasNoSuchSetting(mapping.Source.Name, type, entry.Name!, facts.Sources), entry.Key.Span);
                }

                continue;
            }

            foreach (TemplateSetting setting in facts.Kind == MappingValueKind.Number ? mapping.Setting(facts.Path) : [])
            {
                if (setting.Number is { } number && !facts.Accepts(number, type))
                {
                    yield return At(DeclarationChecks.OutOfRange(facts, number, type), setting);
                }
            }
        }

        foreach (TemplateSetting retries in (mapping.Source.HasDestinations ? mapping.Setting(MappingFacts.Retries) : []).Where(IsNoNumber))
        {
            yield return At(DeclarationRules.RetriesAreNoNumber(retries.Name, retries.Text!, Limits.Unlimited, Limits.MaximumRetryAttemptsOfMapping), retries);
        }

        foreach (TemplateSetting age in (mapping.Source.HasDestinations ? mapping.Setting(MappingFacts.RecordAge) : []).Where(IsNoNumber))
        {
            yield return At(DeclarationRules.AgeIsNoNumber(age.Name, age.Text!, Limits.Unlimited, Limits.MaximumRecordAge), age);
        }

        TemplateSetting[] maximum = [.. mapping.Setting(MappingFacts.Find(MappingFacts.MaximumPollers)!.Path)];
        foreach (TemplateSetting minimum in mapping.Setting(MappingFacts.Find(MappingFacts.MinimumPollers)!.Path))
        {
            if (Array.Find(maximum, x => x.Number < minimum.Number && x.Conditions.IsCompatibleWith(minimum.Conditions)) is { } below)
            {
                yield return At(EventSourceMappingRules.MinimumIsAboveMaximum(Value(minimum), Value(below)), minimum);
            }
        }
    }

    /// <summary>Whether a mapping surely says another thing than what holds without the setting.</summary>
    private static bool Sets(MappingConfiguration mapping, MappingFacts facts) => facts.Kind switch
    {
        MappingValueKind.Number => mapping.Setting(facts.Path).Any(x => x.Number is { } number && number != facts.Default),
        MappingValueKind.Flag when facts.Name == MappingFacts.Bisect => mapping.Setting(facts.Path).Any(static x => x.Boolean == true),
        _ => mapping.Setting(facts.Path).Any() && TemplateBranch.Items(mapping.Source.Properties![facts.Path.Names[0]], mapping.Conditions).Any(static x => TemplateNodes.Text(x.Node) is not null),
    };

    private static IEnumerable<Finding> CheckRetriesWithin(AsyncConfiguration config, TemplateSetting age, long seconds)
    {
        int possible = Limits.RetriesWithin(seconds);
        if (config.MaximumRetryAttempts.Count == 0)
        {
            if (possible == 0)
            {
                yield return At(DeclarationRules.ExpiresBeforeRetries(seconds, 0, 2), age);
            }

            yield break;
        }

        foreach (TemplateSetting retries in config.MaximumRetryAttempts)
        {
            if (retries.Number is { } number and <= 2 && number > possible && retries.Conditions.IsCompatibleWith(age.Conditions))
            {
                yield return At(DeclarationRules.ExpiresBeforeRetries(seconds, possible, number), age);
            }
        }
    }

    /// <summary>Whether a setting is surely not a whole number.</summary>
    private static bool IsNoNumber(TemplateSetting setting) => setting is { Text: not null, Number: null };

    private static Finding At(RuleMessage message, TemplateSetting setting) => new(message, setting.Span);

    private static long Value(TemplateSetting setting) => setting.Number!.Value;
}
