using System;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace LambdaDestinations.Generators.Tests.Analyzers;

/// <summary>Runs one analyzer over marked code (<c>[|…|]</c>, <c>{|LD5001:…|}</c>) on .NET 8, with the runtime library.</summary>
/// <typeparam name="TAnalyzer">The analyzer.</typeparam>
internal static class Verify<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    /// <summary>The findings are those that the code marks.</summary>
    public static Task AnalyzerAsync(string code, params (string Name, string Text)[] additionalFiles)
    {
        CSharpAnalyzerTest<TAnalyzer, DefaultVerifier> test = new() { TestCode = code };
        Prepare(test, test.TestState, additionalFiles);
        return test.RunAsync();
    }

    /// <summary>The code, with what its project refers to, gives the findings that it marks.</summary>
    public static Task AnalyzerAsync(string code, MetadataReference reference)
    {
        CSharpAnalyzerTest<TAnalyzer, DefaultVerifier> test = new() { TestCode = code };
        Prepare(test, test.TestState, []);
        test.TestState.AdditionalReferences.Add(reference);
        return test.RunAsync();
    }

    internal static void Prepare(AnalyzerTest<DefaultVerifier> test, SolutionState state, (string Name, string Text)[] additionalFiles)
    {
        test.ReferenceAssemblies = ReferenceAssemblies.Net.Net80;
        state.AdditionalReferences.Add(MetadataReference.CreateFromFile(typeof(OnFailureDestinationAttribute).Assembly.Location));
        state.Sources.Add(("Stubs.cs", Stubs.Core));
        foreach ((string name, string text) in additionalFiles)
        {
            state.AdditionalFiles.Add((name, text));
        }

        test.SolutionTransforms.Add(static (solution, id) =>
        {
            CSharpParseOptions options = (CSharpParseOptions)solution.GetProject(id)!.ParseOptions!;
            return solution.WithProjectParseOptions(id, options.WithLanguageVersion(LanguageVersion.CSharp12));
        });
    }
}

/// <summary>Runs an analyzer and its fix, one by one and all at once.</summary>
/// <typeparam name="TAnalyzer">The analyzer.</typeparam>
/// <typeparam name="TFix">The fix.</typeparam>
internal static class Verify<TAnalyzer, TFix>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    /// <summary>The fix turns the code into the other; fix-all does so in one step for each rule.</summary>
    public static Task FixAsync(string code, string fixedCode, int steps, int fixAllSteps = 1)
    {
        CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier> test = new() { TestCode = code, FixedCode = fixedCode, NumberOfIncrementalIterations = steps, NumberOfFixAllIterations = fixAllSteps };
        Verify<TAnalyzer>.Prepare(test, test.TestState, []);
        test.FixedState.Sources.Add(("Stubs.cs", Stubs.Core));
        return test.RunAsync();
    }

    /// <summary>The fix leaves the code and turns the additional file into the other.</summary>
    public static Task FixFileAsync(string code, string name, string text, string fixedText, int steps)
    {
        CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier> test = new() { TestCode = code, FixedCode = code.Replace("{|LD5051:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal), NumberOfIncrementalIterations = steps, NumberOfFixAllIterations = 1 };
        Verify<TAnalyzer>.Prepare(test, test.TestState, [(name, text)]);
        test.FixedState.Sources.Add(("Stubs.cs", Stubs.Core));
        test.FixedState.AdditionalFiles.Add((name, fixedText));
        return test.RunAsync();
    }
}
