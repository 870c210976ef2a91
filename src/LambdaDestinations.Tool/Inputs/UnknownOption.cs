using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Tool.Inputs;

/// <summary>
/// An option that no command has. The parser takes it for an argument: a path, of which nobody would know that it was meant otherwise. A file whose name
/// begins with a dash stands behind <c>--</c>.
/// </summary>
internal static class UnknownOption
{
    /// <summary>What is to be told of the first one; <see langword="null"/> when there is none.</summary>
    public static string? Find(ParseResult parsed)
    {
        CommandResult command = parsed.CommandResult;
        HashSet<Token> literal = [.. parsed.Tokens.SkipWhile(static x => x.Type != TokenType.DoubleDash)];
        Token? unknown = command.Children.OfType<ArgumentResult>()
            .SelectMany(static x => x.Tokens)
            .FirstOrDefault(x => x.Value.Length > 1 && x.Value.StartsWith('-') && !literal.Contains(x));
        if (unknown is null)
        {
            return null;
        }

        string name = unknown.Value.Split('=', ':')[0];
        IEnumerable<string> known = command.Command.Options.SelectMany(static x => x.Aliases.Prepend(x.Name)).Where(static x => x.StartsWith("--", StringComparison.Ordinal));
        string nearest = NearNames.Nearest(name, known) is { } near ? $"; did you mean '{near}'?" : $". Options: lambda-destinations {command.Command.Name} --help";
        return $"'{command.Command.Name}' has no option '{name}'{nearest}";
    }
}
