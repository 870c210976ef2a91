using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>The arguments of an attribute, however they are written.</summary>
internal static class AttributeSyntaxes
{
    /// <summary>The argument for a parameter of the constructor: by its name, else by its place.</summary>
    public static AttributeArgumentSyntax? Argument(this AttributeSyntax attribute, string parameter, int index)
    {
        if (attribute.ArgumentList is not { } list)
        {
            return null;
        }

        return list.Arguments.FirstOrDefault(x => x.NameColon?.Name.Identifier.ValueText == parameter)
            ?? (list.Arguments.ElementAtOrDefault(index) is { NameColon: null, NameEquals: null } argument ? argument : null);
    }

    /// <summary>The argument that sets a property.</summary>
    public static AttributeArgumentSyntax? Setting(this AttributeSyntax attribute, string name) =>
        attribute.ArgumentList?.Arguments.FirstOrDefault(x => x.NameEquals?.Name.Identifier.ValueText == name);

    /// <summary>
    /// The last name of a type that is written by name, without what qualifies it and without its question mark; <see langword="null"/> for an array, a
    /// tuple and the like.
    /// </summary>
    public static SimpleNameSyntax? SimpleName(this TypeSyntax type) => (type is NullableTypeSyntax nullable ? nullable.ElementType : type) switch
    {
        SimpleNameSyntax simple => simple,
        QualifiedNameSyntax qualified => qualified.Right,
        AliasQualifiedNameSyntax alias => alias.Name,
        _ => null,
    };

    /// <summary>A text as source.</summary>
    public static string Literal(string text) => SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(text)).ToString();
}
