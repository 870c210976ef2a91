using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using LambdaDestinations.Generators.Consumers;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>Checks what code compares the members of records with.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RecordUseAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of a finding that holds what to write instead: a short name, or a condition's name.</summary>
    internal const string Replacement = "Replacement";

    /// <summary>Conditions of event source mappings (AWS Lambda Developer Guide, discarded batches) and what stands for them in asynchronous records.</summary>
    private static readonly Dictionary<string, string?> OfMappings = new(System.StringComparer.Ordinal)
    {
        [RecordFacts.RetryAttemptsExhausted] = RecordFacts.RetriesExhausted,
        [RecordFacts.RecordAgeExceeded] = RecordFacts.EventAgeExceeded,
        [RecordFacts.MaximumPayloadSizeExceeded] = null,
    };

    /// <summary>Conditions of failed asynchronous invocations, and what stands for them in records of mappings.</summary>
    private static readonly Dictionary<string, string?> OfInvocations = new(System.StringComparer.Ordinal)
    {
        [RecordFacts.RetriesExhausted] = RecordFacts.RetryAttemptsExhausted,
        [RecordFacts.EventAgeExceeded] = RecordFacts.RecordAgeExceeded,
        [RecordFacts.ZeroReservedConcurrency] = null,
        [RecordFacts.RecursiveInvocation] = null,
    };

    private static readonly string[] Members = ["ErrorType", "Condition"];

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        Descriptors.Of(ContractRules.ErrorTypeFullName, ContractRules.ConditionOfOtherMode);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownNames.DestinationError) is { } error && start.Compilation.GetTypeByMetadataName(KnownNames.DestinationCondition) is { } condition)
            {
                start.RegisterSemanticModelAction(x => Check(x, error, condition));
            }
        });
    }

    /// <summary>Only code that mentions one of the members is bound: as an action on operations this would have every body of an open file bound at every edit.</summary>
    private static void Check(SemanticModelAnalysisContext context, INamedTypeSymbol error, INamedTypeSymbol condition)
    {
        foreach (SyntaxNode root in MentionedNames.Find(context.SemanticModel.SyntaxTree, Members, context.CancellationToken).Select(static x => OperationRoots.Of(x.Parent)).OfType<SyntaxNode>().Distinct())
        {
            if (context.SemanticModel.GetOperation(root, context.CancellationToken) is { } operation)
            {
                foreach (IOperation compared in operation.DescendantsAndSelf())
                {
                    Check(context, compared, error, condition);
                }
            }
        }
    }

    private static void Check(SemanticModelAnalysisContext context, IOperation operation, INamedTypeSymbol error, INamedTypeSymbol condition)
    {
        if (operation is IInvocationOperation
            {
                TargetMethod: { Name: "Contains" or "StartsWith" or "EndsWith", ContainingType.SpecialType: SpecialType.System_String },
                Instance: { } text,
                Arguments: [var sought, ..],
            }
            && Receiver(text) is { } searched && IsErrorType(searched, error))
        {
            CheckErrorType(context, Comparisons.Unwrap(sought.Value), ContractRules.NeverContainsFullName);
        }

        foreach (Comparison comparison in Comparisons.Of(operation))
        {
            if (comparison.Value is not IPropertyReferenceOperation property)
            {
                continue;
            }

            if (IsErrorType(property, error))
            {
                CheckErrorType(context, comparison.Other, ContractRules.NeverEqualsFullName);
            }
            else if (ConditionOf(comparison.Other, condition) is { } name && RecordOf(property, condition) is { Type: INamedTypeSymbol record } receiver)
            {
                CheckCondition(context, comparison.Other, name, record, receiver, condition);
            }
        }
    }

    /// <summary>The .NET runtime of Lambda writes <c>exception.GetType().Name</c> (aws-lambda-dotnet, <c>ExceptionInfo</c>).</summary>
    private static void CheckErrorType(SemanticModelAnalysisContext context, IOperation other, System.Func<string, string, RuleMessage> say)
    {
        if (NamedType(other) is { } type)
        {
            // The full name of a type without a namespace is its short one.
            ITypeSymbol? operand = (type as ITypeOfOperation)?.TypeOperand;
            bool isShort = operand is INamedTypeSymbol { ContainingNamespace.IsGlobalNamespace: true, ContainingType: null, IsGenericType: false };
            if (!isShort || other is IPropertyReferenceOperation { Property.Name: "AssemblyQualifiedName" })
            {
                Report(context, other, null, say(operand?.MetadataName ?? "Type.Name", other.Syntax.ToString()));
            }

            return;
        }

        // A name with dots may be one that Lambda itself gives (Sandbox.Timedout): only an exception's name is certain.
        if (other.ConstantValue is { HasValue: true, Value: string text } && text.IndexOfAny(['.', '+']) >= 0
            && FindType(context.SemanticModel.Compilation, text) is { } found && IsException(found, context.SemanticModel.Compilation))
        {
            Report(context, other, found.MetadataName, say(found.MetadataName, text));
        }
    }

    private static bool IsErrorType(IOperation operation, INamedTypeSymbol error) =>
        operation is IPropertyReferenceOperation { Property: { Name: "ErrorType" } property }
        && SymbolEqualityComparer.Default.Equals(property.ContainingType, error);

    /// <summary>
    /// The type whose full name an expression gives: by a property, or by <c>ToString()</c> of a type that is written out; <see langword="null"/> for other
    /// expressions.
    /// </summary>
    private static IOperation? NamedType(IOperation name)
    {
        IOperation? type = name switch
        {
            IPropertyReferenceOperation { Property: { Name: "FullName" or "AssemblyQualifiedName", ContainingType: { Name: "Type" } declaring } } property
                when SymbolNames.IsIn(declaring, "System") => property.Instance,
            IInvocationOperation { TargetMethod: { Name: "ToString", Parameters: [] }, Instance: ITypeOfOperation instance } => instance,
            _ => null,
        };
        return type is null ? null : Comparisons.Unwrap(type);
    }

    private static INamedTypeSymbol? FindType(Compilation compilation, string name)
    {
        int comma = name.IndexOf(',');
        return compilation.GetTypesByMetadataName(comma < 0 ? name : name.Substring(0, comma)).FirstOrDefault();
    }

    private static bool IsException(INamedTypeSymbol type, Compilation compilation)
    {
        INamedTypeSymbol? exception = compilation.GetTypeByMetadataName("System.Exception");
        for (INamedTypeSymbol? level = type; level is not null; level = level.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(level, exception))
            {
                return true;
            }
        }

        return false;
    }

    private static void Report(SemanticModelAnalysisContext context, IOperation place, string? replacement, RuleMessage message) =>
        context.ReportDiagnostic(Descriptors.At(message, place.Syntax.GetLocation(), Properties(replacement)));

    private static void CheckCondition(SemanticModelAnalysisContext context, IOperation place, string name, INamedTypeSymbol record, IOperation receiver, INamedTypeSymbol condition)
    {
        (RuleMessage Message, string? Replacement)? fault = ConsumerReader.KindOf(record) switch
        {
            RecordKind.Success when OfMappings.ContainsKey(name) || OfInvocations.ContainsKey(name) => (ContractRules.NeverOfSuccess(name), null),
            RecordKind.Failure when name == "Success" => (ContractRules.SuccessIsNoFailure(name), null),
            RecordKind.Failure when OfMappings.TryGetValue(name, out string? other) => (ContractRules.NeverOfInvocation(name, other), other),
            RecordKind.StreamFailure when name == "Success" => (ContractRules.MappingsReportFailuresOnly(name), null),
            RecordKind.StreamFailure when OfInvocations.TryGetValue(name, out string? other) && !MayBeKafka(context, name, record, receiver, condition) => (ContractRules.NeverOfMapping(name, other), other),
            _ => null,
        };
        if (fault is { } found)
        {
            Report(context, place, found.Replacement, found.Message);
        }
    }

    private static ImmutableDictionary<string, string?> Properties(string? replacement) =>
        replacement is null ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(Replacement, replacement);

    /// <summary>
    /// AWS's own example of a record in a Kafka topic has RecordFacts.RetriesExhausted, so the comparison may be meant for that: when the
    /// record may be one of Kafka and the code knows of both names, or of Kafka.
    /// </summary>
    private static bool MayBeKafka(SemanticModelAnalysisContext context, string name, INamedTypeSymbol record, IOperation receiver, INamedTypeSymbol condition)
    {
        if (name != RecordFacts.RetriesExhausted || record.TypeArguments is [INamedTypeSymbol { Name: "KinesisEvent" or "DynamoDBEvent" }])
        {
            return false;
        }

        if (record.TypeArguments is [INamedTypeSymbol { Name: "KafkaEvent" }])
        {
            return true;
        }

        IOperation root = receiver;
        while (root.Parent is not null)
        {
            root = root.Parent;
        }

        context.CancellationToken.ThrowIfCancellationRequested();
        return root.Descendants().Any(x =>
            ConditionOf(x, condition) == RecordFacts.RetryAttemptsExhausted
            || x is IPropertyReferenceOperation { Property: { Name: "Kafka", ContainingType.Name: "StreamFailureRecord" } });
    }

    /// <summary>The condition that an expression stands for: a property of <c>DestinationCondition</c>, or its text.</summary>
    private static string? ConditionOf(IOperation operation, INamedTypeSymbol condition) => operation switch
    {
        IPropertyReferenceOperation { Property: { IsStatic: true } property } when SymbolEqualityComparer.Default.Equals(property.ContainingType, condition) => property.Name,
        { ConstantValue: { HasValue: true, Value: string text } } => text,
        _ => null,
    };

    /// <summary>The record whose condition an expression reads: <c>record.RequestContext.Condition</c>, or <c>.Value</c> of it.</summary>
    private static IOperation? RecordOf(IPropertyReferenceOperation property, INamedTypeSymbol condition)
    {
        if (property.Property.Name == "Value" && SymbolEqualityComparer.Default.Equals(property.Property.ContainingType, condition))
        {
            return Instance(property) is IPropertyReferenceOperation inner ? RecordOf(inner, condition) : null;
        }

        return SymbolEqualityComparer.Default.Equals(property.Property.Type, condition)
            && property.Property.Name == "Condition"
            && Instance(property) is IPropertyReferenceOperation { Property.Name: "RequestContext" } context
            ? Instance(context)
            : null;
    }

    /// <summary>What a property is read of.</summary>
    private static IOperation? Instance(IPropertyReferenceOperation property) => property.Instance is null ? null : Receiver(property.Instance);

    /// <summary>What a member is called on; through a conditional access, the value in front of the question mark.</summary>
    private static IOperation? Receiver(IOperation member)
    {
        IOperation instance = Comparisons.Unwrap(member);
        if (instance is not IConditionalAccessInstanceOperation)
        {
            return instance;
        }

        for (IOperation child = instance; child.Parent is { } parent; child = parent)
        {
            if (parent is IConditionalAccessOperation access && !ReferenceEquals(access.Operation, child))
            {
                return Comparisons.Unwrap(access.Operation);
            }
        }

        return null;
    }
}
