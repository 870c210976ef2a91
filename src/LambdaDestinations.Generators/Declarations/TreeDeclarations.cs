using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using LambdaDestinations.Generators.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Generators.Declarations;

/// <summary>What one file declares, without what its bodies do. Found once per syntax tree, for as long as the tree lives.</summary>
internal sealed class TreeDeclarations
{
    private static readonly ConditionalWeakTable<SyntaxTree, TreeDeclarations> Known = new();

    private TreeDeclarations(
        Fingerprint fingerprint,
        Fingerprint shape,
        IReadOnlyList<TextSpan> marked,
        IReadOnlyList<TextSpan> attributed,
        IReadOnlyList<TextSpan> parts,
        bool hasAlias,
        bool hasAlarms)
    {
        Fingerprint = fingerprint;
        Shape = shape;
        Marked = marked;
        Attributed = attributed;
        Parts = parts;
        HasAlias = hasAlias;
        HasAlarms = hasAlarms;
    }

    /// <summary>Of every token and <c>#nullable</c> directive outside of bodies.</summary>
    public Fingerprint Fingerprint { get; }

    /// <summary>
    /// The same without the attributes of methods and without the manifest: what types, members and names mean in the other files, but for what
    /// an attribute of a method says of that method.
    /// </summary>
    public Fingerprint Shape { get; }

    /// <summary>The methods with an attribute of one of our attributes' names.</summary>
    public IReadOnlyList<TextSpan> Marked { get; }

    /// <summary>The methods with any attributes.</summary>
    public IReadOnlyList<TextSpan> Attributed { get; }

    /// <summary>The parts of methods that have no attributes here: the other part may.</summary>
    public IReadOnlyList<TextSpan> Parts { get; }

    /// <summary>Whether the file gives one of our attributes another name, perhaps for the whole compilation.</summary>
    public bool HasAlias { get; }

    /// <summary>Whether the file may ask for alarms.</summary>
    public bool HasAlarms { get; }

    /// <summary>The declarations of a tree.</summary>
    public static TreeDeclarations Of(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!Known.TryGetValue(tree, out TreeDeclarations? found))
        {
            found = Known.GetValue(tree, _ => Read(tree, cancellationToken));
        }

        return found;
    }

    private static TreeDeclarations Read(SyntaxTree tree, CancellationToken cancellationToken)
    {
        Fingerprint fingerprint = Fingerprint.Start;
        Fingerprint shape = Fingerprint.Start;
        int shapeFrom = 0;
        List<TextSpan> marked = [];
        List<TextSpan> attributed = [];
        List<TextSpan> parts = [];
        bool hasAlias = false;
        bool hasAlarms = false;
        foreach (SyntaxNodeOrToken item in tree.GetRoot(cancellationToken).DescendantNodesAndTokensAndSelf(static x => !IsBody(x)))
        {
            if (item.IsToken)
            {
                SyntaxToken token = item.AsToken();
                if (token.ContainsDirectives)
                {
                    fingerprint = AddDirectives(fingerprint, token.LeadingTrivia);
                    shape = AddDirectives(shape, token.LeadingTrivia);
                }

                fingerprint = fingerprint.Add(token.RawKind).Add(token.Text);
                shape = token.SpanStart < shapeFrom ? shape : shape.Add(token.RawKind).Add(token.Text);
                continue;
            }

            SyntaxNode node = item.AsNode()!;
            if (IsBody(node))
            {
                if (node.ContainsDirectives)
                {
                    fingerprint = AddDirectives(fingerprint, node.DescendantTrivia());
                    shape = AddDirectives(shape, node.DescendantTrivia());
                }

                fingerprint = fingerprint.Add(node.RawKind);
                shape = shape.Add(node.RawKind);
            }
            else if (node is MethodDeclarationSyntax { AttributeLists.Count: > 0 } method)
            {
                shapeFrom = method.AttributeLists.Span.End;
                attributed.Add(method.Span);
                if (IsMarked(method))
                {
                    marked.Add(method.Span);
                }
            }
            else if (node is MethodDeclarationSyntax part && part.Modifiers.Any(SyntaxKind.PartialKeyword))
            {
                parts.Add(part.Span);
            }
            else if (node is AttributeListSyntax { Parent: ClassDeclarationSyntax } list && IsManifest(list))
            {
                shapeFrom = list.Span.End;
            }
            else if (node is AttributeSyntax { Parent.Parent: CompilationUnitSyntax } ofAssembly)
            {
                hasAlarms |= KnownNames.IsAlarmsName(NameOf(ofAssembly.Name));
            }
            else if (node is UsingDirectiveSyntax { Alias: not null, NamespaceOrType: NameSyntax aliased })
            {
                hasAlias |= KnownNames.IsMarkerName(NameOf(aliased));
                hasAlarms |= KnownNames.IsAlarmsName(NameOf(aliased));
            }
        }

        return new TreeDeclarations(fingerprint, shape, marked, attributed, parts, hasAlias, hasAlarms);
    }

    /// <summary>A part that says nothing about types, members or attributes.</summary>
    private static bool IsBody(SyntaxNode node) => node is BlockSyntax or ArrowExpressionClauseSyntax or GlobalStatementSyntax;

    /// <summary>The nullable context outlives the body that a directive stands in.</summary>
    private static Fingerprint AddDirectives(Fingerprint fingerprint, IEnumerable<SyntaxTrivia> trivia)
    {
        foreach (SyntaxTrivia item in trivia)
        {
            if (item.IsKind(SyntaxKind.NullableDirectiveTrivia))
            {
                fingerprint = fingerprint.Add(item.ToString());
            }
        }

        return fingerprint;
    }

    private static bool IsManifest(AttributeListSyntax list)
    {
        foreach (AttributeSyntax attribute in list.Attributes)
        {
            if (!KnownNames.IsManifestName(NameOf(attribute.Name)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsMarked(MethodDeclarationSyntax method)
    {
        foreach (AttributeListSyntax list in method.AttributeLists)
        {
            foreach (AttributeSyntax attribute in list.Attributes)
            {
                if (KnownNames.IsMarkerName(NameOf(attribute.Name)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string NameOf(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };
}
