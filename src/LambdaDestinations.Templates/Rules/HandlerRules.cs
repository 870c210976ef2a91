namespace LambdaDestinations.Templates.Rules;

/// <summary>LD1050 to LD1099: methods that cannot be a Lambda handler with typed records.</summary>
internal static class HandlerRules
{
    /// <summary>LD1050.</summary>
    public static readonly Rule GenericMethod = New("LD1050", "A generic method is no Lambda handler",
        "'{0}' is generic or stands in a generic type, so Lambda cannot call it; declare the destinations on a closed, non-generic handler");

    /// <summary>LD1051.</summary>
    public static readonly Rule Inaccessible = New("LD1051", "A type of the handler is not accessible",
        "Typed readers for '{0}' need {1} to be public or internal");

    /// <summary>LD1052.</summary>
    public static readonly Rule Overloaded = New("LD1052", "An overloaded handler is ambiguous",
        "'{0}' has overloads, and Lambda finds a handler by its name alone; rename this one");

    /// <summary>LD1053.</summary>
    public static readonly Rule Parameters = New("LD1053", "The handler's parameters are not what Lambda passes",
        "'{0}' is no Lambda handler: {1}");

    /// <summary>LD1054.</summary>
    public static readonly Rule AsyncVoid = New("LD1054", "An async void handler reports success before it ends",
        "'{0}' is async void: Lambda sees success before the work is done, and no failure record is sent; return Task", RuleSeverity.Warning);

    /// <summary>LD1055.</summary>
    public static readonly Rule NoBody = New("LD1055", "The handler cannot be invoked",
        "'{0}' is {1}, so Lambda cannot call it; declare the destinations on {2}");

    /// <summary>LD1056.</summary>
    public static readonly Rule ReturnType = New("LD1056", "The handler's return type is not what Lambda serializes",
        "'{0}' returns {1}, which Lambda does not await or serialize; return a value, Task, Task<T>, ValueTask, ValueTask<T> or Stream");

    /// <summary>LD1057.</summary>
    public static readonly Rule TargetHandlerMissing = New("LD1057", "The destination's handler does not exist",
        "Type '{0}' has no method '{1}'");

    /// <summary>LD1058.</summary>
    public static readonly Rule NoDestination = New("LD1058", "The attribute does nothing without a destination",
        "[{0}] does nothing on '{1}', which has neither [OnSuccessDestination] nor [OnFailureDestination]", RuleSeverity.Warning);

    /// <summary>LD1059.</summary>
    public static readonly Rule NotAMethod = New("LD1059", "The attribute stands on a local function or lambda",
        "[{0}] is not read on a local function or lambda, so it does nothing; put it on a method of a class and pass that to the bootstrap");

    /// <summary>All rules of this class.</summary>
    public static EquatableArray<Rule> All { get; } = new(GenericMethod, Inaccessible, Overloaded, Parameters, AsyncVoid, NoBody, ReturnType, TargetHandlerMissing, NoDestination, NotAMethod);

    private static Rule New(string id, string title, string message, RuleSeverity severity = RuleSeverity.Error) =>
        new(id, title, message, RuleCategory.Declaration, severity);
}
