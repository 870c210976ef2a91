using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Iam;

/// <summary>
/// What AWS managed policies grant of the actions that destinations need. The table, <c>ManagedPolicies.txt</c>, has one line per
/// policy: its name, then for each grant the action, <c>=</c> or <c>?</c> (under a condition), and the resources, separated by
/// commas; <c>…</c> ends a list that is cut. A line with nothing but the name is a policy that grants none of them.
/// </summary>
internal static class ManagedPolicies
{
    /// <summary>The actions by which a mapping reads a queue, as <c>AWSLambdaSQSQueueExecutionRole</c> grants them.</summary>
    public static readonly string[] ReadingActions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

    /// <summary>The policies that grant them on every queue (AWS Managed Policy Reference). They are not in the table, which is about sending.</summary>
    private static readonly HashSet<string> Readers = new(
        ["AWSLambdaSQSQueueExecutionRole", "AmazonSQSFullAccess", "AdministratorAccess", "PowerUserAccess"],
        StringComparer.Ordinal);

    private static readonly Lazy<Dictionary<string, string>> Lines = new(Read);

    /// <summary>Policies that AWS has withdrawn: new roles cannot get them. They stand in the table without grants.</summary>
    public static bool IsWithdrawn(string name) => name is "AWSLambdaFullAccess" or "AWSLambdaReadOnlyAccess";

    /// <summary>Every policy of the table.</summary>
    public static IEnumerable<string> Names => Lines.Value.Keys;

    /// <summary>The statements of a policy; <see langword="null"/> when the table does not have it.</summary>
    /// <param name="name">Its name, without path.</param>
    /// <param name="place">What brings it in.</param>
    /// <param name="attached">Whether it is attached.</param>
    public static IEnumerable<PolicyStatement>? Find(string name, StatementPlace place, Truth attached) =>
        !Lines.Value.TryGetValue(name, out string? line) ? null
        : line.Length > 0 ? line.Split(' ').Select(x => Grant(x, name, place, attached))
        : [new PolicyStatement(place, false, ActionsOf(name, []), Readers.Contains(name) ? [SymbolicText.Of("*")] : [], attached, policyName: name)];

    /// <summary>The actions of a grant, with those of reading where the policy has them beside sending.</summary>
    private static SymbolicText[] ActionsOf(string name, string[] actions) =>
    [
        .. (Readers.Contains(name) && actions is [] or ["sqs:SendMessage"] ? actions.Concat(ReadingActions) : actions)
            .Select(static x => SymbolicText.Of(x.ToLowerInvariant())),
    ];

    private static PolicyStatement Grant(string text, string name, StatementPlace place, Truth attached)
    {
        int sign = text.IndexOfAny(['=', '?']);
        string[] resources = text.Substring(sign + 1).Split(',');
        bool isOpen = text[sign] == '?';
        return new PolicyStatement(
            place,
            false,
            ActionsOf(name, [text.Substring(0, sign)]),
            [.. resources.Select(Resource)],
            isOpen ? attached.And(Truth.Maybe) : attached,
            policyName: name);
    }

    private static SymbolicText Resource(string text) => text switch
    {
        // The rest of the list is not known, so it may hold anything.
        "…" => SymbolicText.Of(new Placeholder("…", PlaceholderShape.Any)),
        _ when text.IndexOf("${", StringComparison.Ordinal) is >= 0 and int start => SymbolicText.Concat(SymbolicText.Of(text.Substring(0, start)), SymbolicText.Of(new Placeholder(text.Substring(start), PlaceholderShape.Any))),
        _ => SymbolicText.Of(text),
    };

    private static Dictionary<string, string> Read()
    {
        Dictionary<string, string> lines = new(StringComparer.Ordinal);
        using Stream stream = typeof(ManagedPolicies).Assembly.GetManifestResourceStream("ManagedPolicies.txt")!;
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
        {
            int space = line.IndexOf(' ');
            lines.Add(space < 0 ? line : line.Substring(0, space), space < 0 ? "" : line.Substring(space + 1));
        }

        return lines;
    }
}
