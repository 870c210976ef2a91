using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace LambdaDestinations.CodeFixes;

/// <summary>Corrects destination attributes: removes what cannot be, brings numbers into range, adds what is missing, corrects names.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DestinationAttributeFix))]
[Shared]
public sealed class DestinationAttributeFix : CodeFixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create("LD1001", "LD1003", "LD1004", "LD1005", "LD1006", "LD1007", "LD1008", "LD1009", "LD1012", "LD1013", "LD2004", "LD2007", "LD2008", "LD2011");

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            SyntaxNode? node = diagnostic.Location.IsInSource ? root?.FindNode(diagnostic.Location.SourceSpan) : null;
            AttributeSyntax? attribute = node?.FirstAncestorOrSelf<AttributeSyntax>();
            foreach ((string title, SyntaxNode old, SyntaxNode? replacement) in attribute is not null ? FixesOf(diagnostic, attribute) : FixesOf(diagnostic, node?.FirstAncestorOrSelf<MethodDeclarationSyntax>()))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(title, x => ApplyAsync(context.Document, old, replacement, x), equivalenceKey: $"{diagnostic.Id} {title}"),
                    diagnostic);
            }
        }
    }

    private static IEnumerable<(string Title, SyntaxNode Old, SyntaxNode? New)> FixesOf(Diagnostic diagnostic, AttributeSyntax attribute)
    {
        switch (diagnostic.Id)
        {
            case "LD1001" or "LD1009":
                return [("Remove the destination", attribute, null)];
            case "LD1003" or "LD1004":
                return Suggestions(diagnostic).SelectMany(x => Replaced($"Write \"@{x}\"", Positional(attribute, 1), Literal("@" + x)));
            case "LD1005":
                return Suggestions(diagnostic).SelectMany(x => Replaced($"Write DestinationType.{x}", Positional(attribute, 0), SyntaxFactory.ParseExpression("global::LambdaDestinations.DestinationType." + x).WithAdditionalAnnotations(Simplifier.Annotation)));
            case "LD1006" or "LD1007":
                return Clamp(diagnostic, attribute);
            case "LD1008":
                return Suggestions(diagnostic).Select(x => Set($"Write MaximumRetryAttempts = {x}", attribute, "MaximumRetryAttempts", SyntaxFactory.ParseExpression(x)));
            case "LD1012":
                return Suggestions(diagnostic).SelectMany(x => Replaced($"Write \"{x}\"", Positional(attribute, 0), Literal(x)));
            case "LD2004":
                return [Set("Add MaximumRetryAttempts = 3", attribute, "MaximumRetryAttempts", SyntaxFactory.ParseExpression("3"))];
            case "LD2011":
                return [Set("Add BisectBatchOnFunctionError = true", attribute, "BisectBatchOnFunctionError", SyntaxFactory.ParseExpression("true"))];
            case "LD2007" or "LD2008":
                return Suggestions(diagnostic).Select(x => Set($"Write EventSource = \"{x}\"", attribute, "EventSource", Literal(x)));
            default:
                return [];
        }
    }

    private static IEnumerable<(string Title, SyntaxNode Old, SyntaxNode? New)> FixesOf(Diagnostic diagnostic, MethodDeclarationSyntax? method)
    {
        if (method is null || diagnostic.Id is not ("LD1012" or "LD1013"))
        {
            return [];
        }

        return Suggestions(diagnostic).Select(x =>
        {
            AttributeListSyntax list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Attribute(
                    SyntaxFactory.ParseName("global::LambdaDestinations.DestinationFunction").WithAdditionalAnnotations(Simplifier.Annotation),
                    SyntaxFactory.AttributeArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.AttributeArgument(Literal(x)))))))
                .WithLeadingTrivia(method.GetLeadingTrivia())
                .WithTrailingTrivia(method.AttributeLists.LastOrDefault()?.GetTrailingTrivia() ?? SyntaxFactory.TriviaList(SyntaxFactory.ElasticLineFeed));
            MethodDeclarationSyntax plain = method.WithLeadingTrivia(method.GetLeadingTrivia().Reverse().TakeWhile(static x => x.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse());
            return ($"Add [DestinationFunction(\"{x}\")]", (SyntaxNode)method, (SyntaxNode?)plain.WithAttributeLists(plain.AttributeLists.Insert(0, list)));
        });
    }

    private static IEnumerable<(string Title, SyntaxNode Old, SyntaxNode? New)> Clamp(Diagnostic diagnostic, AttributeSyntax attribute)
    {
        string[] names = diagnostic.Id == "LD1006" ? ["MaximumRetryAttempts"] : ["MaximumEventAgeInSeconds", "MaximumRecordAgeInSeconds"];
        foreach (string nearest in Suggestions(diagnostic))
        {
            if (attribute.ArgumentList?.Arguments.FirstOrDefault(x => names.Contains(x.NameEquals?.Name.Identifier.ValueText)) is { } argument)
            {
                yield return ($"Write {argument.NameEquals!.Name} = {nearest}", argument, argument.WithExpression(SyntaxFactory.ParseExpression(nearest)));
            }
        }
    }

    private static (string Title, SyntaxNode Old, SyntaxNode? New) Set(string title, AttributeSyntax attribute, string name, ExpressionSyntax value)
    {
        AttributeArgumentListSyntax arguments = attribute.ArgumentList ?? SyntaxFactory.AttributeArgumentList();
        if (arguments.Arguments.FirstOrDefault(x => x.NameEquals?.Name.Identifier.ValueText == name) is { } present)
        {
            return (title, present, present.WithExpression(value));
        }

        AttributeArgumentSyntax added = SyntaxFactory.AttributeArgument(SyntaxFactory.NameEquals(name), null, value).NormalizeWhitespace();
        SeparatedSyntaxList<AttributeArgumentSyntax> all = arguments.Arguments.Count == 0
            ? arguments.Arguments.Add(added)
            : SyntaxFactory.SeparatedList([.. arguments.Arguments, added], [.. arguments.Arguments.GetSeparators(), SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space)]);
        return (title, attribute, attribute.WithArgumentList(arguments.WithArguments(all)));
    }

    private static IEnumerable<(string Title, SyntaxNode Old, SyntaxNode? New)> Replaced(string title, AttributeArgumentSyntax? argument, ExpressionSyntax value) =>
        argument is null ? [] : [(title, argument, argument.WithExpression(value.WithTriviaFrom(argument.Expression)))];

    /// <summary>An argument of the attribute that is not a setting, by its place.</summary>
    private static AttributeArgumentSyntax? Positional(AttributeSyntax attribute, int index) => attribute.ArgumentList?.Arguments.Where(static x => x.NameEquals is null).ElementAtOrDefault(index);

    private static IEnumerable<string> Suggestions(Diagnostic diagnostic)
    {
        for (int i = 0; diagnostic.Properties.TryGetValue("Suggestion" + i.ToString(CultureInfo.InvariantCulture), out string? value) && value is not null; i++)
        {
            yield return value;
        }
    }

    private static LiteralExpressionSyntax Literal(string text) => SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(text));

    private static async Task<Document> ApplyAsync(Document document, SyntaxNode old, SyntaxNode? replacement, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        if (replacement is not null)
        {
            return document.WithSyntaxRoot(root.ReplaceNode(old, replacement));
        }

        AttributeListSyntax list = (AttributeListSyntax)old.Parent!;
        if (list.Attributes.Count > 1)
        {
            return document.WithSyntaxRoot(root.RemoveNode(old, SyntaxRemoveOptions.KeepNoTrivia)!);
        }

        // What stands above the first attribute (a doc comment) belongs to the member.
        SyntaxNode member = list.Parent!;
        SyntaxTriviaList leading = list.GetLeadingTrivia();
        bool isFirst = member.GetFirstToken() == list.GetFirstToken();
        SyntaxNode without = member.RemoveNode(list, SyntaxRemoveOptions.KeepNoTrivia)!;
        return document.WithSyntaxRoot(root.ReplaceNode(member, isFirst ? without.WithLeadingTrivia(leading) : without));
    }
}
