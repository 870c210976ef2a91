using System;
using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Handler strings of the managed .NET runtimes (AWS Lambda Developer Guide, "Define Lambda function handler in C#").</summary>
internal static class HandlerStringChecks
{
    /// <summary>Checks a function; one without a literal runtime <c>dotnet…</c> is passed over.</summary>
    public static Finding? Check(TemplateModel template, TemplateResource function)
    {
        if (ResourceNames.Literal(template, template.FunctionProperty(function, "Runtime")) is not { } runtime
            || !runtime.StartsWith("dotnet", StringComparison.Ordinal)
            || template.FunctionProperty(function, "Handler") is not { } node
            || ResourceNames.Literal(template, node) is not { } handler
            || handler.IndexOfAny(['$', '{', '<', '%']) >= 0)
        {
            return null;
        }

        return Fault(handler) is { } fault ? new Finding(DeclarationRules.IsNoHandlerString(handler, function.LogicalId, fault), node.Span) : null;
    }

    private static HandlerStringFault? Fault(string handler)
    {
        string[] parts = handler.Split(["::"], StringSplitOptions.None);
        if (handler.Any(char.IsWhiteSpace) || handler.Length == 0)
        {
            return HandlerStringFault.Blank;
        }

        if (parts.Any(static x => x.Length == 0 || x.IndexOf(':') >= 0))
        {
            return HandlerStringFault.EmptyPart;
        }

        if (parts.Length is not (1 or 3))
        {
            return parts.Length == 2 ? HandlerStringFault.TwoParts : HandlerStringFault.MoreParts;
        }

        return parts.Length == 3 && parts[2].IndexOfAny(['(', ')', '.']) >= 0 ? HandlerStringFault.NoMethodName : null;
    }
}
