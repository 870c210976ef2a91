using System;
using LambdaDestinations.Generators.Declarations;
using LambdaDestinations.Generators.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>What an analyzer reports of one method.</summary>
/// <param name="context">Where it is reported.</param>
internal sealed class MethodReport(SymbolAnalysisContext context)
{
    private string? _display;

    /// <summary>The analysis.</summary>
    public SymbolAnalysisContext Context => context;

    /// <summary>The method.</summary>
    public IMethodSymbol Method => (IMethodSymbol)context.Symbol;

    /// <summary>Its name for people.</summary>
    public string Display => _display ??= SymbolNames.Shown(Method);

    /// <summary>Whether nothing has been reported.</summary>
    public bool IsQuiet { get; private set; } = true;

    /// <summary>Reports a finding.</summary>
    public void Add(Diagnostic diagnostic)
    {
        IsQuiet = false;
        context.ReportDiagnostic(diagnostic);
    }

    /// <summary>Checks a method, unless there was nothing to say of it and nothing has changed that it depends on.</summary>
    /// <param name="context">The method.</param>
    /// <param name="analyzer">Who checks.</param>
    /// <param name="besides">Of what decides besides the declarations of the compilation.</param>
    /// <param name="check">The check.</param>
    /// <returns>Whether the method has been looked at.</returns>
    public static bool Check(SymbolAnalysisContext context, string analyzer, Fingerprint besides, Action<MethodReport> check)
    {
        QuietMethod quiet = QuietMethod.Of((IMethodSymbol)context.Symbol, analyzer, context.Compilation, besides, context.CancellationToken);
        if (quiet.IsKnown)
        {
            return false;
        }

        MethodReport report = new(context);
        check(report);
        if (report.IsQuiet)
        {
            quiet.Remember();
        }

        return true;
    }
}
