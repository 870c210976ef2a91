namespace LambdaDestinations.Templates.Values;

/// <summary>Three-valued truth: what a template shows, what it rules out, and what it leaves open.</summary>
internal enum Truth
{
    /// <summary>Surely not.</summary>
    No,

    /// <summary>It depends on something that the template does not show: a parameter, a condition, the account.</summary>
    Maybe,

    /// <summary>Surely.</summary>
    Yes,
}

/// <summary>Kleene's logic over <see cref="Truth"/>.</summary>
internal static class TruthLogic
{
    public static Truth And(this Truth left, Truth right) => left < right ? left : right;

    public static Truth Or(this Truth left, Truth right) => left > right ? left : right;

    public static Truth Not(this Truth value) => Truth.Yes - (int)value;
}
