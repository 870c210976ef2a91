using System;
using System.Collections.Generic;

namespace LambdaDestinations.Templates.Rules;

/// <summary>LD5080 to LD5089: what System.Text.Json makes of a payload's type.</summary>
internal static class PayloadRules
{
    /// <summary>Ahead of the rules, which it collects.</summary>
    private static readonly Rule.Group Group = new(RuleCategory.Contract);

    /// <summary>All rules of this class.</summary>
    public static IReadOnlyList<Rule> All => Group.All;

    /// <summary>LD5080.</summary>
    public static readonly Rule NotConvertible = Group.Warning(
        "LD5080",
        "The payload type is not supported by System.Text.Json",
        "Lambda reads the event and writes the response by System.Text.Json, and readers of records read both. A type that it does not convert compiles, and throws at run time.");

    public static RuleMessage RequestIsNotRead(string handler, PayloadFault fault) => NotConvertible.Says(
        $"Lambda cannot read the request of '{handler}'{UnlessNull(fault)}: {Whole(fault)}; {Instead(fault.Obstacle)}");

    public static RuleMessage ResponseIsNotWritten(string handler, PayloadFault fault) => NotConvertible.Says(
        $"Lambda cannot write the response of '{handler}'{UnlessNull(fault)}: {Whole(fault)}; {Instead(fault.Obstacle)}");

    public static RuleMessage ResponseIsNotRead(string handler, PayloadFault fault) => NotConvertible.Says(
        $"No record reader can read the response of '{handler}'{UnlessNull(fault)}: {Whole(fault)}; {Instead(fault.Obstacle)}");

    /// <param name="consumer">The consumer.</param>
    /// <param name="part">What it reads.</param>
    /// <param name="fault">What is wrong with it.</param>
    public static RuleMessage RecordIsNotRead(string consumer, PayloadPart part, PayloadFault fault) => NotConvertible.Says(
        $"'{consumer}' cannot read the {InWords(part)} of its records{UnlessNull(fault)}: {Whole(fault)}; {Instead(fault.Obstacle)}");

    /// <summary>LD5081.</summary>
    public static readonly Rule FieldsOnly = Group.Warning(
        "LD5081",
        "The payload's fields are not serialized",
        "System.Text.Json converts properties. A value tuple, and any other type that has fields only, is written as an empty object and read as its default, without an error.");

    /// <param name="method">The handler or consumer.</param>
    /// <param name="part">Which payload.</param>
    /// <param name="fault">The type and where it is.</param>
    public static RuleMessage FieldsAreLost(string method, PayloadPart part, PayloadFault fault) => FieldsOnly.Says(
        $"The {InWords(part)} of '{method}' loses its data: {Place(fault)}, which has fields only, so its JSON is an empty object; use a record or properties, or set IncludeFields = true in the [JsonSourceGenerationOptions] of a context");

    private static string InWords(PayloadPart part) => part == PayloadPart.Request ? "request" : "response";

    private static string Whole(PayloadFault fault) => $"{Place(fault)}, {InWords(fault)}";

    private static string Place(PayloadFault fault) => fault.Path == "$" ? $"it is {fault.Type}" : $"'{fault.Path}' is {fault.Type}";

    private static string UnlessNull(PayloadFault fault) => fault is { IsNullable: true, Path: not "$" } ? " as soon as a value is there" : "";

    private static string InWords(PayloadFault fault) => fault.Obstacle switch
    {
        PayloadObstacle.Delegate => "a delegate, which System.Text.Json does not convert",
        PayloadObstacle.MultidimensionalArray => "an array of several dimensions, which System.Text.Json does not convert",
        PayloadObstacle.NativeInteger => "a native integer, which System.Text.Json does not convert",
        PayloadObstacle.Pointer => "a pointer, which System.Text.Json does not convert",
        PayloadObstacle.Reference => "a ref struct or a reference, which System.Text.Json does not convert",
        PayloadObstacle.Reflection => "a type of reflection, which System.Text.Json does not convert",
        PayloadObstacle.Framework => "which System.Text.Json does not write",
        PayloadObstacle.AsyncStream => "an asynchronous stream, which Lambda's serializer does not enumerate",
        PayloadObstacle.Abstract => "an interface or abstract class without a [JsonDerivedType] that has a discriminator, of which System.Text.Json creates no instance",
        PayloadObstacle.NoConstructor => "which has neither a public constructor without parameters nor exactly one public constructor",
        PayloadObstacle.UnboundParameter => $"and the parameter '{fault.Parameter}' of its constructor has no property of that name and type",
        PayloadObstacle.Collection => "a collection that System.Text.Json cannot create and fill",
        PayloadObstacle.DictionaryKey => "a dictionary whose keys System.Text.Json cannot convert to text and back",
        PayloadObstacle.DerivedTypeTwice => "whose [JsonDerivedType] attributes have a type or a discriminator twice",
        PayloadObstacle.NoDerivedType => "which has [JsonPolymorphic] and no [JsonDerivedType]",
        _ => $"whose member '{fault.Parameter}' {OfMember(fault)}",
    };

    private static string OfMember(PayloadFault fault) => fault.Obstacle switch
    {
        PayloadObstacle.SameName => "has the JSON name of another member",
        PayloadObstacle.IgnoredRequired => "is required and has [JsonIgnore]",
        PayloadObstacle.ExtensionData => "is not valid as extension data: there may be one, a Dictionary<string, object>, a Dictionary<string, JsonElement> or a JsonObject",
        PayloadObstacle.EnumConverter => "has a JsonStringEnumConverter, but not the type of an enumeration that it converts",
        PayloadObstacle.NumberHandling => "has [JsonNumberHandling], but is neither a number nor a collection of numbers",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault.Obstacle, "Not an obstacle to conversion."),
    };

    private static string Instead(PayloadObstacle obstacle) => obstacle switch
    {
        PayloadObstacle.MultidimensionalArray => "use an array of arrays",
        PayloadObstacle.NativeInteger => "use long",
        PayloadObstacle.AsyncStream => "use a list",
        PayloadObstacle.Abstract => "use a class, or add a [JsonDerivedType] with a discriminator, or [JsonConverter]",
        PayloadObstacle.NoConstructor => "add one, or mark one with [JsonConstructor]",
        PayloadObstacle.UnboundParameter => "rename it, or mark another constructor with [JsonConstructor]",
        PayloadObstacle.Collection => "use List<T>, T[], Dictionary<TKey, TValue> or one of their interfaces",
        PayloadObstacle.DictionaryKey => "use string keys, or a key type with a [JsonConverter] for property names",
        PayloadObstacle.DerivedTypeTwice => "give each derived type one [JsonDerivedType] and a discriminator of its own",
        PayloadObstacle.NoDerivedType => "add a [JsonDerivedType] with a discriminator",
        PayloadObstacle.SameName => "give each member a name of its own with [JsonPropertyName]",
        PayloadObstacle.IgnoredRequired => "remove one of the two",
        PayloadObstacle.ExtensionData or PayloadObstacle.EnumConverter or PayloadObstacle.NumberHandling => "remove the attribute, or change the member's type",
        _ => "use another type, or add [JsonIgnore] or [JsonConverter]",
    };
}
