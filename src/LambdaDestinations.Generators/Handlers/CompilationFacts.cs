using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LambdaDestinations.Generators.Handlers;

/// <summary>What all handlers of a compilation share: found once per compilation, as plain values.</summary>
/// <param name="Serializer">Of the assembly's attribute; none when there is no such attribute.</param>
/// <param name="LambdaOptions">The C# expression of the options that Amazon's serializer gives to a context.</param>
/// <param name="Carriers">Which types of Amazon.Lambda.*Events are referenced.</param>
/// <param name="HasLambdaContext">Whether Amazon.Lambda.Core is referenced.</param>
/// <param name="HasStaticAbstractMembers">Whether the language is C# 11 or later.</param>
/// <param name="CanGenerate">Whether the language has what generated code is written with: C# 8 or later.</param>
internal sealed record CompilationFacts(PayloadSerializer Serializer, string LambdaOptions, EventTypes Carriers, bool HasLambdaContext, bool HasStaticAbstractMembers, bool CanGenerate)
{
    private static readonly ConditionalWeakTable<Compilation, CompilationFacts> Known = new();

    /// <summary>The facts of a compilation.</summary>
    public static CompilationFacts Of(Compilation compilation) => Known.GetValue(compilation, Read);

    /// <summary>The facts of a compilation that declares what one declared of which they are known.</summary>
    public static void Remember(Compilation compilation, CompilationFacts facts) => Known.GetValue(compilation, _ => facts);

    private static CompilationFacts Read(Compilation compilation)
    {
        string options = ReadLambdaOptions(compilation);
        bool Has(string name) => compilation.GetTypeByMetadataName(name) is not null;
        return new CompilationFacts(
            SerializerReader.FindOfAssembly(compilation) is { } found ? found.ToModel(options) : PayloadSerializer.None,
            options,
            new EventTypes(
                Has("Amazon.Lambda.SQSEvents.SQSEvent+SQSMessage"),
                Has("Amazon.Lambda.SNSEvents.SNSEvent+SNSRecord"),
                Has("Amazon.Lambda.CloudWatchEvents.CloudWatchEvent`1"),
                Has("Amazon.Lambda.S3Events.S3Event+S3EventNotificationRecord")),
            Has(KnownNames.LambdaContext),
            compilation is CSharpCompilation { LanguageVersion: >= LanguageVersion.CSharp11 },
            compilation is CSharpCompilation { LanguageVersion: >= LanguageVersion.CSharp8 });
    }

    /// <summary>
    /// The options that Amazon's serializer gives to the context (aws-lambda-dotnet, <c>AbstractLambdaJsonSerializer</c>): the
    /// records hold what that serializer wrote, so they are read as it reads.
    /// </summary>
    private static string ReadLambdaOptions(Compilation compilation)
    {
        StringBuilder options = new("new global::System.Text.Json.JsonSerializerOptions { PropertyNameCaseInsensitive = true");
        if (compilation.GetTypeByMetadataName(KnownNames.AwsNamingPolicy) is { DeclaredAccessibility: Accessibility.Public })
        {
            options.Append(", PropertyNamingPolicy = new global::").Append(KnownNames.AwsNamingPolicy).Append("()");
        }

        string[] converters = [.. KnownNames.LambdaConverters.Where(x => compilation.GetTypeByMetadataName(x) is { DeclaredAccessibility: Accessibility.Public })];
        if (converters.Length > 0)
        {
            options.Append(", Converters = { ").Append(string.Join(", ", converters.Select(static x => $"new global::{x}()"))).Append(" }");
        }

        return options.Append(" }").ToString();
    }
}
