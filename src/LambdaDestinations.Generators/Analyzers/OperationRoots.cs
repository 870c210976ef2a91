using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>The nodes that the compiler has a tree of operations for.</summary>
internal static class OperationRoots
{
    /// <summary>The outermost one around a node: a method, an accessor, an initializer, the statements of a program; <see langword="null"/> for a declaration's own parts.</summary>
    public static SyntaxNode? Of(SyntaxNode? node)
    {
        SyntaxNode? root = null;
        for (; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case AttributeSyntax:
                    return null;
                case BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax or PrimaryConstructorBaseTypeSyntax:
                    root = node;
                    break;
                case GlobalStatementSyntax:
                    return node.Parent;
                case BaseTypeDeclarationSyntax:
                    return root;
            }
        }

        return root;
    }
}
