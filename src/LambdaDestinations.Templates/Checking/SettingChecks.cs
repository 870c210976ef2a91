using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
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

    /// <summary>Checks the retry settings of a mapping of a stream.</summary>
    public static IEnumerable<Finding> Check(MappingConfiguration mapping)
    {
        if (!mapping.Source.HasDestinations)
        {
            yield break;
        }

        foreach (TemplateSetting retries in mapping.Setting("MaximumRetryAttempts").Where(IsNoNumber))
        {
            yield return At(DeclarationRules.RetriesAreNoNumber(retries.Name, retries.Text!, Limits.Unlimited, Limits.MaximumRetryAttemptsOfMapping), retries);
        }

        foreach (TemplateSetting age in mapping.Setting("MaximumRecordAgeInSeconds").Where(IsNoNumber))
        {
            yield return At(DeclarationRules.AgeIsNoNumber(age.Name, age.Text!, Limits.Unlimited, Limits.MaximumRecordAge), age);
        }

        foreach (TemplateSetting retries in mapping.Setting("MaximumRetryAttempts").Where(static x => x.Number is < Limits.Unlimited or > Limits.MaximumRetryAttemptsOfMapping))
        {
            yield return At(DeclarationRules.RetriesOutOfRange(Value(retries), Limits.Unlimited, Limits.MaximumRetryAttemptsOfMapping), retries);
        }

        foreach (TemplateSetting age in mapping.Setting("MaximumRecordAgeInSeconds").Where(static x => x.Number is { } number && number is not (Limits.Unlimited or (>= Limits.MinimumRecordAge and <= Limits.MaximumRecordAge))))
        {
            yield return At(DeclarationRules.RecordAgeOutOfRange(Value(age)), age);
        }
    }

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
