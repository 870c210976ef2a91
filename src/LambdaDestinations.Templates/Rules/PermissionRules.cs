namespace LambdaDestinations.Templates.Rules;

/// <summary>LD3xxx: what the function's role may do.</summary>
public static class PermissionRules
{
    /// <summary>LD3005.</summary>
    public static readonly Rule CannotVerify = new("LD3005", "The role stands outside the template",
        "Cannot verify the role of function '{0}', which is not in the template; to reach its destinations it needs: {1}", RuleCategory.Permission, RuleSeverity.Info);

    /// <summary>All rules of this class.</summary>
    public static EquatableArray<Rule> All { get; } = new(CannotVerify);
}
