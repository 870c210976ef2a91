using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Generators.Analyzers;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Aws;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.CodeFixes;

/// <summary>Moves settings of a mapping from a destination to <c>[AsyncInvocation]</c>, where the numbers mean something there.</summary>
internal static class AsyncSettings
{
    private const string Retries = "MaximumRetryAttempts";
    private const string EventAge = "MaximumEventAgeInSeconds";
    private const string RecordAge = "MaximumRecordAgeInSeconds";
    private const string Bisect = "BisectBatchOnFunctionError";

    /// <summary>The correction; none where a number is out of range for asynchronous invocations, or set there otherwise.</summary>
    public static IEnumerable<CodeCorrection> Move(CodeFinding finding, AttributeSyntax attribute)
    {
        if (attribute.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } declaration
            || finding.Model.GetDeclaredSymbol(declaration, finding.CancellationToken) is not { } method
            || attribute.ArgumentList is not { } list)
        {
            yield break;
        }

        AttributeData? present = SymbolAttributes.Find(method, KnownNames.AsyncInvocation);
        AttributeSyntax? settings = present?.ApplicationSyntaxReference?.GetSyntax(finding.CancellationToken) as AttributeSyntax;
        AttributeArgumentSyntax[] moved = [.. new[] { Retries, RecordAge, Bisect }.Select(attribute.Setting).OfType<AttributeArgumentSyntax>()];
        bool isElsewhere = present is not null && (settings is null || settings.SyntaxTree != attribute.SyntaxTree);
        bool isBound = moved.Any(x => list.Arguments.IndexOf(x) == 0 || finding.Root.HasDirective(x.FullSpan.Start, x.Span.End) || CommentsLeft(x) is null);
        if (moved.Length == 0 || isElsewhere || isBound || Written(finding, moved, settings) is not { } written)
        {
            yield break;
        }

        CodeCorrection correction = new(written.Count == 0 ? $"Remove {Bisect}" : "Move to [AsyncInvocation]", finding.Diagnostic.Id);
        foreach (AttributeArgumentSyntax argument in moved)
        {
            // The settings come last in an attribute, behind its type, so there is a comma ahead of each.
            Remove(finding, list.Arguments.GetSeparator(list.Arguments.IndexOf(argument) - 1), argument, correction);
        }

        if (written.Count == 0 || Add(finding, attribute, settings, string.Join(", ", written), correction))
        {
            yield return correction;
        }
    }

    /// <summary>The settings as asynchronous invocations have them; <see langword="null"/> where one is not possible there, or set already.</summary>
    private static List<string>? Written(CodeFinding finding, AttributeArgumentSyntax[] moved, AttributeSyntax? settings)
    {
        List<string> written = [];
        foreach (AttributeArgumentSyntax argument in moved.Where(static x => x.NameEquals!.Name.Identifier.ValueText != Bisect))
        {
            bool isAge = argument.NameEquals!.Name.Identifier.ValueText == RecordAge;
            string name = isAge ? EventAge : Retries;
            (int minimum, int maximum) = isAge ? (Limits.MinimumEventAge, Limits.MaximumEventAge) : (0, Limits.MaximumRetryAttempts);
            if (settings?.Setting(name) is not null
                || finding.Model.GetConstantValue(argument.Expression, finding.CancellationToken) is not { HasValue: true, Value: int value }
                || value < minimum || value > maximum)
            {
                return null;
            }

            // As it is written, with what is said of it.
            written.Add(name + argument.ToString().Substring(argument.NameEquals.Name.Span.Length));
        }

        return written;
    }

    /// <summary>The comments of an argument that does not go with them: of one that has no counterpart.</summary>
    private static string? CommentsLeft(AttributeArgumentSyntax argument) =>
        argument.NameEquals!.Name.Identifier.ValueText == Bisect ? argument.InnerComments() : "";

    /// <summary>Removes one setting of an attribute; nothing where it is the first argument, or behind a directive.</summary>
    public static IEnumerable<CodeCorrection> Remove(CodeFinding finding, AttributeArgumentSyntax argument)
    {
        if (argument is { NameEquals.Name.Identifier.ValueText: var name, Parent: AttributeArgumentListSyntax { Arguments: var all } }
            && all.IndexOf(argument) is > 0 and var index && !argument.GetLeadingTrivia().Any(static x => x.IsDirective))
        {
            CodeCorrection correction = new($"Remove {name}", finding.Diagnostic.Id);
            Remove(finding, all.GetSeparator(index - 1), argument, correction);
            yield return correction;
        }
    }

    private static void Remove(CodeFinding finding, SyntaxToken comma, AttributeArgumentSyntax argument, CodeCorrection correction)
    {
        string left = CommentsLeft(argument)!.TrimEnd();
        if (left.Length > 0)
        {
            correction.Replace(finding.Document.Id, finding.Text.WithBlanks(comma.Span), "").Replace(finding.Document.Id, argument.Span, left);
        }
        else if (string.IsNullOrWhiteSpace(finding.Text.ToString(TextSpan.FromBounds(comma.Span.End, argument.SpanStart))))
        {
            correction.Replace(finding.Document.Id, finding.Text.WithBlanks(TextSpan.FromBounds(comma.SpanStart, argument.Span.End)), "");
        }
        else
        {
            correction.Replace(finding.Document.Id, finding.Text.WithBlanks(comma.Span), "").Replace(finding.Document.Id, finding.Text.WithBlanks(argument.Span), "");
        }
    }

    private static bool Add(CodeFinding finding, AttributeSyntax attribute, AttributeSyntax? settings, string written, CodeCorrection correction)
    {
        if (settings?.ArgumentList is { Arguments.Count: > 0 } present)
        {
            correction.Replace(finding.Document.Id, new TextSpan(present.Arguments[present.Arguments.Count - 1].Span.End, 0), ", " + written);
            return true;
        }

        if (settings is not null)
        {
            correction.Replace(finding.Document.Id, TextSpan.FromBounds(settings.Name.Span.End, settings.Span.End), $"({written})");
            return true;
        }

        int position = attribute.Parent!.SpanStart;
        TypeNames names = new(finding.Model, position);
        if (names.WriteAttribute(KnownNames.AsyncInvocation) is not { } name)
        {
            return false;
        }

        correction.Replace(finding.Document, new TextSpan(position, 0), finding.Text.Ahead(position, $"[{name}({written})]"), names);
        return true;
    }
}
