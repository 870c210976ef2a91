namespace LambdaDestinations.Templates.Rules;

/// <summary>LD3xxx: what the function's role may do.</summary>
internal static class PermissionRules
{
    /// <summary>LD3001.</summary>
    public static readonly Rule NotGranted = New("LD3001", "The role may not reach the destination",
        "The role of function '{0}' does not allow {1} on {2}, so Lambda refuses {3}; give role '{4}' the statement {5}");

    /// <summary>LD3002.</summary>
    public static readonly Rule ListBucketMissing = New("LD3002", "The role may write to the bucket, but not list it",
        "The role of function '{0}' may put objects into {1}, but not list it (s3:ListBucket), which Lambda needs too, so it refuses {2}; give role '{3}' the statement {4}");

    /// <summary>LD3003.</summary>
    public static readonly Rule ExplicitlyDenied = New("LD3003", "A statement denies the role the destination",
        "{0} denies function '{1}' {2} on {3}, so Lambda refuses {4}; no grant helps against a Deny: narrow that statement");

    /// <summary>LD3004.</summary>
    public static readonly Rule KeyNotGranted = New("LD3004", "The role may not use the key of the destination",
        "{0} is encrypted, but the role of function '{1}' does not allow {2} on {3}, so what is sent there is lost silently; give role '{4}' the statement {5}", RuleSeverity.Warning);

    /// <summary>LD3005.</summary>
    public static readonly Rule CannotVerify = New("LD3005", "The role stands outside the template",
        "Cannot verify the role of function '{0}', which is not in the template; to reach its destinations it needs: {1}", RuleSeverity.Info);

    /// <summary>LD3006.</summary>
    public static readonly Rule NotOrdered = New("LD3006", "The permission may come after the setting that needs it",
        "Nothing makes '{0}' wait for policy '{1}', which lets function '{2}' reach {3}, and Lambda refuses the setting while the policy is not there; {4}", RuleSeverity.Warning);

    /// <summary>LD3007.</summary>
    public static readonly Rule PolicyDoesNotHelp = New("LD3007", "The policy does not grant what its name suggests",
        "{0}, so function '{1}' lacks {2} on {3}, and Lambda refuses {4}; give role '{5}' the statement {6}");

    /// <summary>All rules of this class.</summary>
    public static EquatableArray<Rule> All { get; } = new(NotGranted, ListBucketMissing, ExplicitlyDenied, KeyNotGranted, CannotVerify, NotOrdered, PolicyDoesNotHelp);

    private static Rule New(string id, string title, string message, RuleSeverity severity = RuleSeverity.Error) =>
        new(id, title, message, RuleCategory.Permission, severity);
}
