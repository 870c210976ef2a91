namespace LambdaDestinations.Templates.Rules;

/// <summary>LD9xxx: trouble with the template or the build.</summary>
internal static class TemplateRules
{
    /// <summary>LD9001.</summary>
    public static readonly Rule Unreadable = New("LD9001", "The template cannot be read", "{0}");

    /// <summary>LD9002.</summary>
    public static readonly Rule NotEditable = New("LD9002", "The template cannot be edited safely here",
        "{0}; nothing was written. Write this part without it, or set LambdaDestinationsTemplateMode to None");

    /// <summary>LD9003.</summary>
    public static readonly Rule HandEdited = New("LD9003", "A setting that the attributes own was edited by hand",
        "{0} of '{1}' was written by LambdaDestinations and then edited by hand; it is left alone. Change the attribute instead, or remove the entry from Metadata.LambdaDestinations to take it over", RuleSeverity.Warning);

    /// <summary>LD9004.</summary>
    public static readonly Rule Conflict = New("LD9004", "The template already says something else",
        "{0} of '{1}' is {2}, but the attributes say {3}; the template is left alone. Remove it from the template, or correct the attribute", RuleSeverity.Warning);

    /// <summary>LD9005.</summary>
    public static readonly Rule LogicalIdTaken = New("LD9005", "The logical id of a resource to create is taken",
        "The build would create '{0}' of type {1}, but the template has a resource of type {2} by that name; rename it, or give the destination a target");

    /// <summary>LD9006.</summary>
    public static readonly Rule StillReferenced = New("LD9006", "A created resource is still there",
        "'{0}' was created for a destination that is gone, but {1}; it is left in place", RuleSeverity.Info);

    /// <summary>LD9007.</summary>
    public static readonly Rule HiddenFunction = New("LD9007", "The function may be made by a macro, a loop or an include",
        "Cannot verify the function that runs '{0}': the template does not show it, and this macro, loop or include may make it; its destinations are not written. Name the function by [DestinationFunction(\"LogicalId\")], or write them by hand", RuleSeverity.Info);

    /// <summary>LD9008.</summary>
    public static readonly Rule HandlersDisagree = New("LD9008", "Two handlers of one function disagree",
        "Two handlers of function '{0}' ask for different values of {1}: {2} and {3}");

    /// <summary>LD9030.</summary>
    public static readonly Rule Missing = New("LD9030", "No template",
        "The project declares destinations but has no template ({0}); set LambdaDestinationsTemplate to its path, or LambdaDestinationsTemplateMode to None", RuleSeverity.Warning);

    /// <summary>LD9031.</summary>
    public static readonly Rule OutOfDate = New("LD9031", "The template is out of date",
        "The template does not say what the attributes say; build without LambdaDestinationsTemplateMode=Verify and commit the result. Needed changes:{0}");

    /// <summary>LD9032.</summary>
    public static readonly Rule ChangedByPublish = New("LD9032", "The publish changed the template",
        "The publish changed the template after a deploy command may have read it; build and commit first, then deploy", RuleSeverity.Warning);

    /// <summary>LD9033.</summary>
    public static readonly Rule UnknownManifest = New("LD9033", "The assembly's manifest cannot be read",
        "The destination manifest of '{0}' cannot be read: {1}");

    /// <summary>LD9034.</summary>
    public static readonly Rule WriteFailed = New("LD9034", "The template cannot be written",
        "The template cannot be written: {0}");

    /// <summary>LD9035.</summary>
    public static readonly Rule UnknownMode = New("LD9035", "The template mode does not exist",
        "LambdaDestinationsTemplateMode is '{0}'; it is Update, Verify, Generate or None");

    /// <summary>LD9040.</summary>
    public static readonly Rule MapFailed = New("LD9040", "The flow map cannot be written",
        "The flow map '{0}' cannot be written: {1}");

    /// <summary>All rules of this class.</summary>
    public static EquatableArray<Rule> All { get; } = new(
        Unreadable, NotEditable, HandEdited, Conflict, LogicalIdTaken, StillReferenced, HiddenFunction, HandlersDisagree, Missing, OutOfDate, ChangedByPublish, UnknownManifest, WriteFailed, UnknownMode, MapFailed);

    private static Rule New(string id, string title, string message, RuleSeverity severity = RuleSeverity.Error) =>
        new(id, title, message, RuleCategory.Template, severity);
}
