using System;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>The two names of CloudFormation's intrinsic functions: <c>!GetAtt</c> and <c>Fn::GetAtt</c>.</summary>
internal static class Intrinsics
{
    private const string Prefix = "Fn::";

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

    /// <summary>The tag of a long name; <see langword="null"/> when it is no function.</summary>
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
