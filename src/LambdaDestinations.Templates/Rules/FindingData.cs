using LambdaDestinations.Templates.Aws;

namespace LambdaDestinations.Templates.Rules;

/// <summary>What the check that makes a finding knows beside the sentence, for whoever corrects it.</summary>
internal abstract record FindingData
{
    /// <summary>The nearest number that is allowed.</summary>
    internal sealed record AllowedNumber(long Value, long? Retries = null) : FindingData;

    /// <summary>What the target is.</summary>
    internal sealed record ActualType(DestinationTargetType Type) : FindingData;

    /// <summary>A name that stands for nothing here, as it was written.</summary>
    internal sealed record WrittenName(string Name) : FindingData;

    /// <summary>The key that is meant by one that does not exist.</summary>
    internal sealed record MeantKey(string Name) : FindingData;

    /// <summary>What it is about was asked for until this update.</summary>
    internal sealed record GivenUpNow : FindingData;

    /// <summary>The one setting that it is about, as messages call it: a deviation is accepted per setting.</summary>
    internal sealed record OfSetting(string Name) : FindingData;
}
