using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading.Tasks;
using LambdaDestinations.Generators.Analyzers;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.CodeFixes;

/// <summary>Corrects our attributes: removes what cannot be, brings numbers into range, adds what is missing, corrects names.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DestinationAttributeFix))]
[Shared]
public sealed class DestinationAttributeFix : CorrectingFix
{
    private const string Retries = "MaximumRetryAttempts";

    private delegate IEnumerable<CodeCorrection> AttributeFix(CodeFinding finding, AttributeSyntax attribute);

    /// <summary>What is corrected in the attribute where a finding stands.</summary>
    private static readonly Dictionary<Rule, AttributeFix> OfAttributes = new()
    {
        [DeclarationRules.S3OnSuccess] = static (finding, attribute) => Remove(finding, attribute, "Remove the destination"),
        [DeclarationRules.DuplicateDestination] = static (finding, attribute) => Remove(finding, attribute, "Remove the destination"),
        [DeclarationRules.MalformedTarget] = SetTarget,
        [DeclarationRules.UnknownLogicalId] = SetTarget,
        [DeclarationRules.TargetTypeMismatch] = SetType,
        [DeclarationRules.RetryAttemptsRange] = static (finding, attribute) => Clamp(finding, attribute, Retries),
        [DeclarationRules.EventAgeRange] = static (finding, attribute) => Clamp(finding, attribute, "MaximumEventAgeInSeconds", "MaximumRecordAgeInSeconds"),
        [DeclarationRules.RetriesNeverRun] = static (finding, attribute) =>
            finding.Suggestions.Take(1).Select(x => Set(finding, attribute, Retries, x, "Write", finding.Diagnostic.Id)),
        [DeclarationRules.MappingSettingWithoutMapping] = AsyncSettings.Move,
        [DeclarationRules.FunctionNotInTemplate] = static (finding, attribute) => Replacements(finding, attribute.Argument("logicalId", 0), static x => x),
        [EventSourceMappingRules.EndlessRetries] = static (finding, attribute) => [Set(finding, attribute, Retries, "3", "Add", finding.Diagnostic.Id)],
        [EventSourceMappingRules.WholeBatch] = static (finding, attribute) => [Set(finding, attribute, "BisectBatchOnFunctionError", "true", "Add", finding.Diagnostic.Id)],
        [EventSourceMappingRules.UnknownEventSource] = SetEventSource,
        [EventSourceMappingRules.AmbiguousEventSource] = SetEventSource,
        [HandlerRules.TargetHandlerMissing] = SetHandler,
        [AlarmRules.Topic] = static (finding, _) => Replacements(finding, ArgumentOf(finding), static x => x),
        [AlarmRules.Range] = ClampArgument,
        [AlarmRules.Idle] = RemoveArgument,
        [EventSourceMappingRules.MappingRange] = ClampArgument,
        [EventSourceMappingRules.SettingOfOtherSource] = RemoveArgument,
        [EventSourceMappingRules.QueueBatching] = SetBatches,
        [EventSourceMappingRules.DeadMappingSetting] = RemoveArgument,
        [HandlerRules.NoDestination] = static (finding, attribute) => Remove(finding, attribute, "Remove the attribute"),
        [HandlerRules.NotAMethod] = static (finding, attribute) => Remove(finding, attribute, "Remove the attribute"),
        [ContractRules.UnknownProducer] = SetProducer,
        [SourceRules.ReadsNothing] = static (finding, attribute) =>
            finding.Suggestions.Select(x => Set(finding, attribute, x, "true", "Add", finding.Diagnostic.Id)),
        [ContractRules.Concurrency] = static (finding, attribute) => Clamp(finding, attribute, "MaximumConcurrency"),
    };

    /// <summary>What is corrected by an attribute that the handler lacks.</summary>
    private static readonly ImmutableArray<Rule> OfMethods = ImmutableArray.Create(DeclarationRules.FunctionNotInTemplate, DeclarationRules.SeveralFunctions);

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        OfAttributes.Keys.Concat(OfMethods).Select(static x => x.Id).Distinct(StringComparer.Ordinal).OrderBy(static x => x, StringComparer.Ordinal).ToImmutableArray();

    private protected override async Task<IEnumerable<CodeCorrection>> FindAsync(CodeFinding finding)
    {
        if (finding.Rule is not { } rule)
        {
            return [];
        }

        if (finding.Node.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute)
        {
            return OfAttributes.TryGetValue(rule, out AttributeFix? fix) ? fix(finding, attribute) : [];
        }

        if (finding.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method || !OfMethods.Contains(rule))
        {
            return [];
        }

        IEnumerable<CodeCorrection> named = finding.Suggestions.Select(x => Name(finding, method, x)).OfType<CodeCorrection>();
        return await CorrectHandlerAsync(finding).ConfigureAwait(false) is { } corrected ? [corrected, .. named] : named;
    }

    /// <summary>Writes the function's handler string in the template anew, when it is what code has left behind.</summary>
    private static async Task<CodeCorrection?> CorrectHandlerAsync(CodeFinding finding)
    {
        if (finding.Property(DestinationAnalyzer.Handler) is not { } handler
            || TemplateCorrections.PlaceOf(finding.Diagnostic) is not { } place
            || TemplateCorrections.Find(finding.Document.Project, place.GetLineSpan().Path) is not { } template)
        {
            return null;
        }

        SourceText text = await template.GetTextAsync(finding.CancellationToken).ConfigureAwait(false);
        TemplateModel model = TemplateModel.Read(TemplateFile.Parse(template.FilePath ?? "", text.ToString(), finding.CancellationToken));
        return TemplateFix.SetHandler(model, new SourceSpan(place.SourceSpan.Start, place.SourceSpan.Length), handler) is { } fix
            && TemplateFix.Apply(model.Document, [fix], finding.CancellationToken) is { } edited
            ? new CodeCorrection(fix.Title, finding.Diagnostic.Id) { Exclusive = place.ToString() }.Replace(template.Id, Difference(text.ToString(), edited.Text, out string written), written)
            : null;
    }

    /// <summary>The one place where two texts differ.</summary>
    private static TextSpan Difference(string before, string after, out string written)
    {
        int start = 0;
        while (start < before.Length && start < after.Length && before[start] == after[start])
        {
            start++;
        }

        int same = 0;
        while (same < before.Length - start && same < after.Length - start && before[before.Length - 1 - same] == after[after.Length - 1 - same])
        {
            same++;
        }

        written = after.Substring(start, after.Length - start - same);
        return TextSpan.FromBounds(start, before.Length - same);
    }

    private static CodeCorrection? Name(CodeFinding finding, MethodDeclarationSyntax method, string function)
    {
        // Behind the attributes where one of them stands in an #if.
        SyntaxToken behind = method.Modifiers.Count > 0 ? method.Modifiers[0] : method.ReturnType.GetFirstToken();
        int position = finding.Root.HasDirective(method.SpanStart, behind.SpanStart) ? behind.SpanStart : method.SpanStart;
        TypeNames names = new(finding.Model, position);
        string title = $"Add [DestinationFunction(\"{function}\")]";
        return names.WriteAttribute(KnownNames.DestinationFunction) is not { } name ? null
            : new CodeCorrection(title, $"{finding.Diagnostic.Id} {function}") { Exclusive = function, MustCompile = true }
                .Replace(finding.Document, new TextSpan(position, 0), finding.Text.Ahead(position, $"[{name}({AttributeSyntaxes.Literal(function)})]"), names);
    }

    private static IEnumerable<CodeCorrection> Remove(CodeFinding finding, AttributeSyntax attribute, string title) => [new CodeCorrection(title, finding.Diagnostic.Id).Remove(attribute)];

    private static IEnumerable<CodeCorrection> SetTarget(CodeFinding finding, AttributeSyntax attribute) => Replacements(finding, attribute.Argument("target", 1), static x => "@" + x);

    private static IEnumerable<CodeCorrection> SetType(CodeFinding finding, AttributeSyntax attribute)
    {
        if (attribute.Argument("type", 0) is not { } argument)
        {
            yield break;
        }

        INamedTypeSymbol? type = finding.Model.Compilation.GetTypeByMetadataName(KnownNames.DestinationType);
        foreach (string suggestion in finding.Suggestions)
        {
            CodeCorrection correction = new($"Write DestinationType.{suggestion}", finding.Diagnostic.Id);
            ISymbol? written = finding.Model.GetSymbolInfo(argument.Expression, finding.CancellationToken).Symbol;
            bool isMember = SymbolEqualityComparer.Default.Equals(written?.ContainingType, type);
            if (isMember && argument.Expression is MemberAccessExpressionSyntax access)
            {
                yield return correction.Replace(finding.Document.Id, access.Name.Span, suggestion);
                continue;
            }

            TypeNames names = new(finding.Model, argument.SpanStart);
            yield return isMember && argument.Expression is IdentifierNameSyntax
                && finding.Model.LookupSymbols(argument.SpanStart, name: suggestion) is [IFieldSymbol field] && SymbolEqualityComparer.Default.Equals(field.ContainingType, type)
                    ? correction.Replace(finding.Document, argument.Expression, suggestion)
                    : correction.Replace(finding.Document, argument.Expression, $"{names.Write(KnownNames.DestinationType)}.{suggestion}", names);
        }
    }

    private static IEnumerable<CodeCorrection> SetEventSource(CodeFinding finding, AttributeSyntax attribute) =>
        finding.Suggestions.Select((x, i) => Set(finding, attribute, "EventSource", AttributeSyntaxes.Literal(x), "Write", KeyOf(finding, x, i)));

    /// <summary>Brings a number into its range; where an age then leaves no time for the retries, these too.</summary>
    private static IEnumerable<CodeCorrection> Clamp(CodeFinding finding, AttributeSyntax attribute, params string[] names)
    {
        string[] numbers = [.. finding.Suggestions];
        if (numbers.Length == 0 || names.Select(attribute.Setting).FirstOrDefault(static x => x is not null) is not { } written)
        {
            return [];
        }

        string title = $"Write {written.NameEquals!.Name} = {numbers[0]}" + string.Concat(numbers.Skip(1).Select(static x => $", {Retries} = {x}"));
        CodeCorrection correction = new CodeCorrection(title, finding.Diagnostic.Id).Replace(finding.Document, written.Expression, numbers[0]);
        return [numbers.Length > 1 ? Set(finding, attribute, Retries, numbers[1], correction) : correction];
    }

    private static CodeCorrection Set(CodeFinding finding, AttributeSyntax attribute, string name, string value, string verb, string key) =>
        Set(finding, attribute, name, value, new CodeCorrection($"{verb} {name} = {value}", key));

    /// <summary>The argument at which a finding stands; <see langword="null"/> for one of the whole attribute.</summary>
    private static AttributeArgumentSyntax? ArgumentOf(CodeFinding finding) => finding.Node.FirstAncestorOrSelf<AttributeArgumentSyntax>();

    /// <summary>Removes the argument at which a finding stands; where it is the only one that says something, or the whole is meant, the attribute.</summary>
    private static IEnumerable<CodeCorrection> RemoveArgument(CodeFinding finding, AttributeSyntax attribute) =>
        ArgumentOf(finding) is { } argument && attribute.ArgumentList!.Arguments.Count(static x => x.NameEquals?.Name.Identifier.ValueText != "EventSource") > 1
            ? AsyncSettings.Remove(finding, argument)
            : Remove(finding, attribute, "Remove the attribute");

    /// <summary>Brings the batches of a queue to what Lambda accepts: a number, a window beside the size, or no window.</summary>
    private static IEnumerable<CodeCorrection> SetBatches(CodeFinding finding, AttributeSyntax attribute) =>
        finding.Suggestions.Any() ? ClampArgument(finding, attribute)
        : ArgumentOf(finding)?.NameEquals?.Name.Identifier.ValueText == MappingFacts.BatchSize ? [Set(finding, attribute, MappingFacts.Window, "1", "Add", finding.Diagnostic.Id)]
        : RemoveArgument(finding, attribute);

    private static IEnumerable<CodeCorrection> ClampArgument(CodeFinding finding, AttributeSyntax attribute) =>
        ArgumentOf(finding)?.NameEquals is { } name ? Clamp(finding, attribute, name.Name.Identifier.ValueText) : [];

    /// <summary>Sets a property of an attribute: in place of its value, or behind the last argument.</summary>
    private static CodeCorrection Set(CodeFinding finding, AttributeSyntax attribute, string name, string value, CodeCorrection correction) =>
        attribute.Setting(name) is { } present ? correction.Replace(finding.Document, present.Expression, value)
            : attribute.ArgumentList is not { } list ? correction.Replace(finding.Document.Id, new TextSpan(attribute.Name.Span.End, 0), $"({name} = {value})")
            : list.Arguments.Count == 0 ? correction.Replace(finding.Document.Id, new TextSpan(list.OpenParenToken.Span.End, 0), $"{name} = {value}")
            : correction.Replace(finding.Document.Id, new TextSpan(list.Arguments[list.Arguments.Count - 1].Span.End, 0), $", {name} = {value}");

    private static IEnumerable<CodeCorrection> Replacements(CodeFinding finding, AttributeArgumentSyntax? argument, Func<string, string> spell) => argument is null ? [] : finding.Suggestions.Select((x, i) =>
    {
        string literal = AttributeSyntaxes.Literal(spell(x));
        return new CodeCorrection("Write " + literal, KeyOf(finding, x, i)).Replace(finding.Document, argument.Expression, literal);
    });

    private static IEnumerable<CodeCorrection> SetHandler(CodeFinding finding, AttributeSyntax attribute) =>
        SetMethod(
            finding,
            attribute.Argument("methodName", 0),
            (attribute.Name.SimpleName() as GenericNameSyntax)?.TypeArgumentList.Arguments.FirstOrDefault());

    private static IEnumerable<CodeCorrection> SetProducer(CodeFinding finding, AttributeSyntax attribute) =>
        SetMethod(finding, attribute.Argument("methodName", 1), (attribute.Argument("producer", 0)?.Expression as TypeOfExpressionSyntax)?.Type);

    /// <summary>Names the nearest method: by <c>nameof</c> where the code can see it.</summary>
    private static IEnumerable<CodeCorrection> SetMethod(CodeFinding finding, AttributeArgumentSyntax? argument, TypeSyntax? type)
    {
        if (argument is null)
        {
            yield break;
        }

        ITypeSymbol? symbol = type is null ? null : finding.Model.GetTypeInfo(type, finding.CancellationToken).Type;
        foreach (string suggestion in finding.Suggestions)
        {
            bool isVisible = symbol is INamedTypeSymbol { IsUnboundGenericType: false } && symbol.GetMembers(suggestion).Any(x => finding.Model.IsAccessible(argument.SpanStart, x));
            string written = isVisible ? $"nameof({type!.WithoutTrivia()}.{SymbolNames.Escape(suggestion)})" : AttributeSyntaxes.Literal(suggestion);
            yield return new CodeCorrection("Write " + written, finding.Diagnostic.Id).Replace(finding.Document, argument.Expression, written);
        }
    }

    /// <summary>"Fix all" takes the best suggestion of each finding, or one that several have.</summary>
    private static string KeyOf(CodeFinding finding, string suggestion, int index) => index == 0 ? finding.Diagnostic.Id : $"{finding.Diagnostic.Id} {suggestion}";
}
