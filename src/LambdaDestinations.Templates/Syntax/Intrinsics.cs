using System;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>The two names of CloudFormation's intrinsic functions: <c>!GetAtt</c> and <c>Fn::GetAtt</c>.</summary>
internal static class Intrinsics
{
    public const string Ref = "Ref";

    public const string Condition = "Condition";

    public const string GetAtt = Prefix + "GetAtt";

    public const string Sub = Prefix + "Sub";

    public const string Join = Prefix + "Join";

    public const string Split = Prefix + "Split";

    public const string Select = Prefix + "Select";

    public const string If = Prefix + "If";

    public const string FindInMap = Prefix + "FindInMap";

    public const string ImportValue = Prefix + "ImportValue";

    public const string Transform = Prefix + "Transform";

    /// <summary>What a dynamic reference begins with: <c>{{resolve:ssm:name}}</c> (AWS CloudFormation User Guide, "Get values stored in other services using dynamic references").</summary>
    public const string DynamicReference = "{{resolve:";

    public const string ForEach = Prefix + "ForEach";

    public new const string Equals = Prefix + "Equals";

    public const string And = Prefix + "And";

    public const string Or = Prefix + "Or";

    public const string Not = Prefix + "Not";

    private const string Prefix = "Fn::";

    /// <summary>Whether a key names a function that gives the value of the map which it stands in alone: <c>Ref</c>, <c>Fn::…</c>.</summary>
    public static bool IsFunction(string? key) => key is not null && (key == Ref || IsFn(key));

    /// <summary>Whether a key names a function other than <c>Ref</c>, which may stand beside other keys: a loop, an include.</summary>
    public static bool IsFn(string? key) => key is not null && key.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The long name of a YAML tag; <see langword="null"/> for YAML's own tags.</summary>
    public static string? LongName(string? tag)
    {
        if (tag is null || tag.Length < 2 || tag[1] is '!' or '<')
        {
            return null;
        }

        string name = tag.Substring(1);
        return name is "Ref" or "Condition" ? name : Prefix + name;
    }

    /// <summary>The tag of a long name; <see langword="null"/> when it is not a function.</summary>
    public static string? Tag(string name)
    {
        if (name is "Ref" or "Condition")
        {
            return "!" + name;
        }

        // A transform and a loop have no short form that holds a map of names.
        return name.StartsWith(Prefix, StringComparison.Ordinal) && name.Length > Prefix.Length && name.IndexOf(':', Prefix.Length) < 0
            ? "!" + name.Substring(Prefix.Length)
            : null;
    }
}
