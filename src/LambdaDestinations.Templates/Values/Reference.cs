using System;

namespace LambdaDestinations.Templates.Values;

/// <summary>What <c>Ref</c> or <c>Fn::GetAtt</c> names, in whatever spelling: a resource, a parameter, a pseudo parameter.</summary>
/// <param name="Id">The logical id, or the name of a parameter: <c>Orders</c>, <c>AWS::Region</c>.</param>
/// <param name="Attribute"><see cref="OfRef"/>, or the attribute: <c>Arn</c>, and of what SAM makes <c>Alias</c> or <c>DestinationQueue.Arn</c>.</param>
internal readonly record struct Reference(string Id, string Attribute)
{
    /// <summary>The attribute of a plain <c>Ref</c>.</summary>
    public const string OfRef = "Ref";

    /// <summary>The reference that stands in the braces of <c>Fn::Sub</c> or after <c>Ref</c>: <c>Orders</c>, <c>Orders.Arn</c>.</summary>
    /// <remarks>A logical id has no dot, so a dot ends it. SAM lets <c>Ref</c> name what it makes: <c>Ref Function.Alias</c>.</remarks>
    public static Reference Parse(string name)
    {
        int dot = name.IndexOf('.');
        return dot <= 0 ? new Reference(name, OfRef) : new Reference(name.Substring(0, dot), name.Substring(dot + 1));
    }

    /// <summary>Whether it is a plain <c>Ref</c>.</summary>
    public bool IsRef => string.Equals(Attribute, OfRef, StringComparison.Ordinal);

    /// <summary>As it stands in the braces of <c>Fn::Sub</c>: <c>Orders</c>, <c>Orders.Arn</c>.</summary>
    public override string ToString() => IsRef ? Id : $"{Id}.{Attribute}";
}
