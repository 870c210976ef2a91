namespace LambdaDestinations.Templates.Rules;

/// <summary>How the JSON of a contract differs from its baseline at one place, as a clause of a sentence.</summary>
internal readonly record struct ContractDifference
{
    private readonly string _predicate;

    private ContractDifference(string path, string predicate)
    {
        Path = path;
        _predicate = predicate;
    }

    /// <summary>Where: <c>request.lines[].quantity</c>.</summary>
    public string Path { get; }

    /// <summary>A payload that was none before.</summary>
    public static ContractDifference NewPayload(string path, string type) => new(path, $"was added as '{type}'; older records hold null there");

    /// <summary>A member that older records lack.</summary>
    public static ContractDifference Added(string path) => new(path, "was added");

    /// <summary>A required member that older records lack.</summary>
    public static ContractDifference AddedAsRequired(string path) => new(path, "was added and is required; older records lack it");

    /// <summary>A payload or member that is gone.</summary>
    public static ContractDifference Removed(string path) => new(path, "was removed");

    /// <summary>A member that is gone, where another one of its type came.</summary>
    public static ContractDifference Renamed(string path, string name) => new(path, $"was removed (renamed to '{name}'?)");

    /// <summary>A type that became anything.</summary>
    public static ContractDifference Widened(string path, string old) => new(path, $"was widened from '{old}' to 'any'");

    /// <summary>A type that became another one.</summary>
    public static ContractDifference Retyped(string path, string old, string current) => new(path, $"was '{old}' and is '{current}'");

    /// <summary>A value that may be null now.</summary>
    public static ContractDifference AllowsNull(string path) => new(path, "now allows null");

    /// <summary>A value that may be null no longer.</summary>
    public static ContractDifference ForbidsNull(string path) => new(path, "no longer allows null");

    /// <summary>A value of an enumeration that is gone.</summary>
    public static ContractDifference LostValue(string path, string value) => new(path, $"no longer knows the value '{value}'");

    /// <summary>A new value of an enumeration.</summary>
    public static ContractDifference NewValue(string path, string value) => new(path, $"has the new value '{value}'");

    /// <summary>A member that must be there now.</summary>
    public static ContractDifference Required(string path) => new(path, "is newly required");

    /// <inheritdoc />
    public override string ToString() => $"{Path} {_predicate}";
}
