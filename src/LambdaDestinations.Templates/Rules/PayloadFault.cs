namespace LambdaDestinations.Templates.Rules;

/// <summary>A type of a payload that System.Text.Json does not take.</summary>
/// <param name="Obstacle">Why.</param>
/// <param name="Path">Where in the JSON: <c>$.Items[]</c>.</param>
/// <param name="Type">The type there.</param>
/// <param name="IsNullable">Whether the type says that it may be null, which is always taken.</param>
/// <param name="Parameter">The constructor's parameter, or the type's member, where it is about one.</param>
internal sealed record PayloadFault(PayloadObstacle Obstacle, string Path, string Type, bool IsNullable, string? Parameter = null);

/// <summary>Why System.Text.Json does not take a type.</summary>
internal enum PayloadObstacle
{
    /// <summary><c>Action</c>.</summary>
    Delegate,

    /// <summary><c>int[,]</c>.</summary>
    MultidimensionalArray,

    /// <summary><c>IntPtr</c>.</summary>
    NativeInteger,

    /// <summary>A pointer.</summary>
    Pointer,

    /// <summary>A <c>ref struct</c>, or a member that returns by reference.</summary>
    Reference,

    /// <summary><c>Type</c>, <c>MethodInfo</c>.</summary>
    Reflection,

    /// <summary>A type of the framework whose members lead to one that is not taken: <c>DataTable</c>, <c>CancellationToken</c>.</summary>
    Framework,

    /// <summary><c>IAsyncEnumerable&lt;T&gt;</c>.</summary>
    AsyncStream,

    /// <summary>An interface or an abstract class, without a discriminator.</summary>
    Abstract,

    /// <summary>A class of which it is not known how to create it.</summary>
    NoConstructor,

    /// <summary>A constructor's parameter that no member is bound to.</summary>
    UnboundParameter,

    /// <summary>A collection that is read-only, or has no public parameterless constructor.</summary>
    Collection,

    /// <summary>A dictionary's key that has no text.</summary>
    DictionaryKey,

    /// <summary>Two derived types with one discriminator, or one type twice.</summary>
    DerivedTypeTwice,

    /// <summary><c>[JsonPolymorphic]</c> without a derived type.</summary>
    NoDerivedType,

    /// <summary>Two members with one name in the JSON.</summary>
    SameName,

    /// <summary>A required member that is not read.</summary>
    IgnoredRequired,

    /// <summary>A second <c>[JsonExtensionData]</c>, or one of a type that is not for it.</summary>
    ExtensionData,

    /// <summary>A converter of enumerations on another type.</summary>
    EnumConverter,

    /// <summary><c>[JsonNumberHandling]</c> on what is not a number.</summary>
    NumberHandling,

    /// <summary>Nothing but fields: the JSON is <c>{}</c>.</summary>
    FieldsOnly,
}
