namespace LambdaDestinations.Templates.Rules;

/// <summary>LD2xxx: destinations of event source mappings.</summary>
public static class EventSourceMappingRules
{
    /// <summary>LD2002.</summary>
    public static readonly Rule UnsupportedTarget = New("LD2002", "The mapping cannot send to this kind of target",
        "An event source mapping of {0} cannot send failure records to {1}; it accepts {2}");

    /// <summary>LD2003.</summary>
    public static readonly Rule UnsupportedSource = New("LD2003", "This kind of event source has no on-failure destination",
        "'{0}' is an event source of type {1}, which has no on-failure destination{2}");

    /// <summary>LD2007.</summary>
    public static readonly Rule UnknownEventSource = New("LD2007", "The event source is not in the template",
        "Function '{0}' has no event and no event source mapping '{1}'");

    /// <summary>LD2008.</summary>
    public static readonly Rule AmbiguousEventSource = New("LD2008", "It is not clear which invocation the destination belongs to",
        "Function '{0}' is invoked in several ways ({1}); say by EventSource which mapping the destination belongs to", RuleSeverity.Warning);

    /// <summary>All rules of this class.</summary>
    public static EquatableArray<Rule> All { get; } = new(UnsupportedTarget, UnsupportedSource, UnknownEventSource, AmbiguousEventSource);

    private static Rule New(string id, string title, string message, RuleSeverity severity = RuleSeverity.Error) =>
        new(id, title, message, RuleCategory.EventSourceMapping, severity);
}
