using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Templates.Rules;
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
    private delegate IEnumerable<(string Title, SyntaxNode Old, SyntaxNode? New)> AttributeFix(Diagnostic diagnostic, AttributeSyntax attribute);

    /// <summary>What is corrected in the attribute where a finding stands.</summary>
    private static readonly Dictionary<Rule, AttributeFix> OfAttributes = new()
    {
        [DeclarationRules.S3OnSuccess] = Remove,
        [DeclarationRules.DuplicateDestination] = Remove,
        [DeclarationRules.MalformedTarget] = SetTarget,
        [DeclarationRules.UnknownLogicalId] = SetTarget,
        [DeclarationRules.TargetTypeMismatch] = static (diagnostic, attribute) => Suggestions(diagnostic).SelectMany(x => Replaced($"Write DestinationType.{x}", Positional(attribute, 0), SyntaxFactory.ParseExpression("global::LambdaDestinations.DestinationType." + x).WithAdditionalAnnotations(Simplifier.Annotation))),
        [DeclarationRules.RetryAttemptsRange] = static (diagnostic, attribute) => Clamp(diagnostic, attribute, "MaximumRetryAttempts"),
        [DeclarationRules.EventAgeRange] = static (diagnostic, attribute) => Clamp(diagnostic, attribute, "MaximumEventAgeInSeconds", "MaximumRecordAgeInSeconds"),
        [DeclarationRules.RetriesNeverRun] = static (diagnostic, attribute) => Suggestions(diagnostic).Select(x => Set($"Write MaximumRetryAttempts = {x}", attribute, "MaximumRetryAttempts", SyntaxFactory.ParseExpression(x))),
        [DeclarationRules.FunctionNotInTemplate] = static (diagnostic, attribute) => Suggestions(diagnostic).SelectMany(x => Replaced($"Write \"{x}\"", Positional(attribute, 0), Literal(x))),
        [EventSourceMappingRules.EndlessRetries] = static (_, attribute) => [Set("Add MaximumRetryAttempts = 3", attribute, "MaximumRetryAttempts", SyntaxFactory.ParseExpression("3"))],
        [EventSourceMappingRules.WholeBatch] = static (_, attribute) => [Set("Add BisectBatchOnFunctionError = true", attribute, "BisectBatchOnFunctionError", SyntaxFactory.ParseExpression("true"))],
        [EventSourceMappingRules.UnknownEventSource] = SetEventSource,
        [EventSourceMappingRules.AmbiguousEventSource] = SetEventSource,
    };

    /// <summary>What is corrected by an attribute that the handler lacks.</summary>
    private static readonly ImmutableArray<Rule> OfMethods = ImmutableArray.Create(DeclarationRules.FunctionNotInTemplate, DeclarationRules.SeveralFunctions);

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        OfAttributes.Keys.Concat(OfMethods).Select(static x => x.Id).Distinct(StringComparer.Ordinal).OrderBy(static x => x, StringComparer.Ordinal).ToImmutableArray();

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

    private static IEnumerable<(string Title, SyntaxNode Old, SyntaxNode? New)> FixesOf(Diagnostic diagnostic, AttributeSyntax attribute) =>
        RuleCatalog.Find(diagnostic.Id) is { } rule && OfAttributes.TryGetValue(rule, out AttributeFix? fixes) ? fixes(diagnostic, attribute) : [];

    private static IEnumerable<(string Title, SyntaxNode Old, SyntaxNode? New)> FixesOf(Diagnostic diagnostic, MethodDeclarationSyntax? method)
    {
        if (method is null || !OfMethods.Any(x => x.Id == diagnostic.Id))
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

    private static IEnumerable<(string Title, SyntaxNode Old, SyntaxNode? New)> Remove(Diagnostic diagnostic, AttributeSyntax attribute) => [("Remove the destination", attribute, null)];

    private static IEnumerable<(string Title, SyntaxNode Old, SyntaxNode? New)> SetTarget(Diagnostic diagnostic, AttributeSyntax attribute) =>
        Suggestions(diagnostic).SelectMany(x => Replaced($"Write \"@{x}\"", Positional(attribute, 1), Literal("@" + x)));

    private static IEnumerable<(string Title, SyntaxNode Old, SyntaxNode? New)> SetEventSource(Diagnostic diagnostic, AttributeSyntax attribute) =>
        Suggestions(diagnostic).Select(x => Set($"Write EventSource = \"{x}\"", attribute, "EventSource", Literal(x)));

    private static IEnumerable<(string Title, SyntaxNode Old, SyntaxNode? New)> Clamp(Diagnostic diagnostic, AttributeSyntax attribute, params string[] names)
    {
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
