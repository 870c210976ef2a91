using System;
using System.Linq;

namespace LambdaDestinations.Templates.Model;

/// <summary>The path of a construct of the AWS CDK, which it writes as <c>Prod/Shop/Orders/Placed/Resource</c> (AWS CDK Developer Guide, "Identifiers").</summary>
/// <param name="Elements">Its ids from the app inwards, without the <c>Resource</c> or <c>Default</c> that stands for the resource itself.</param>
internal readonly record struct ConstructPath(EquatableArray<string> Elements)
{
    /// <summary>The construct's own id.</summary>
    public string Id => Elements[Elements.Count - 1];

    /// <summary>Reads a path, with or without a slash ahead of it; <see langword="null"/> for one without an id.</summary>
    public static ConstructPath? Parse(string path)
    {
        string[] elements = path.Split(['/'], StringSplitOptions.RemoveEmptyEntries);
        int count = elements.Length;
        while (count > 0 && elements[count - 1] is "Resource" or "Default")
        {
            count--;
        }

        return count == 0 ? null : new ConstructPath(new EquatableArray<string>(elements.Take(count)));
    }

    /// <summary>How many scopes it has in common with another, from the app inwards.</summary>
    public int CommonScopes(ConstructPath other)
    {
        int common = 0;
        while (common < Elements.Count && common < other.Elements.Count && string.Equals(Elements[common], other.Elements[common], StringComparison.Ordinal))
        {
            common++;
        }

        return common;
    }

    /// <inheritdoc />
    public override string ToString() => string.Join("/", Elements);
}
