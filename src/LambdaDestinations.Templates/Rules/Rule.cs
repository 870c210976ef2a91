using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace LambdaDestinations.Templates.Rules;

/// <summary>How bad a finding is.</summary>
internal enum RuleSeverity
{
    /// <summary>Advice, or a fact that cannot be verified statically.</summary>
    Info,

    /// <summary>Data is lost, duplicated or never sent.</summary>
    Warning,

    /// <summary>AWS refuses the deployment, or the declaration means nothing.</summary>
    Error,
}

/// <summary>
/// A rule, for the analyzers, the build task and the command line alike: one object, known by itself. Ids are never reused. What a rule
/// says stands beside it in its class, as whole sentences that take facts.
/// </summary>
internal sealed record Rule
{
    private Rule(string id, string title, string description, string category, RuleSeverity severity)
    {
        Id = id;
        Title = title;
        Description = description;
        Category = category;
        Severity = severity;
    }

    /// <summary><c>LD</c> and four digits.</summary>
    public string Id { get; }

    /// <summary>A short sentence without a full stop.</summary>
    public string Title { get; }

    /// <summary>Why it matters: what AWS does, in one or two sentences.</summary>
    public string Description { get; }

    /// <summary>One of <see cref="RuleCategory"/>.</summary>
    public string Category { get; }

    /// <summary>The default severity.</summary>
    public RuleSeverity Severity { get; }

    /// <summary>Whether it reports only where somebody asks for it: in <c>.editorconfig</c>, or by <c>check --enable</c>.</summary>
    public bool IsOptIn { get; private init; }

    /// <summary>The page that explains the rule: of a release, the page of its tag.</summary>
    public string HelpLink => $"https://github.com/lambda-destinations/lambda-destinations/blob/{DocumentationRevision}/docs/rules/{Id}.md";

    private static string DocumentationRevision { get; } =
        typeof(Rule).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static x => x.Key == nameof(DocumentationRevision)).Value;

    /// <summary>A sentence about what breaks the rule. For the catalogue alone: everybody else calls the sentences there, with facts.</summary>
    public RuleMessage Says(Sentence sentence) => new(this, sentence.ToString());

    /// <inheritdoc />
    public bool Equals(Rule? other) => ReferenceEquals(this, other);

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);

    /// <inheritdoc />
    public override string ToString() => Id;

    /// <summary>The rules of one class. Nothing else can make a rule, so none can be left out of its class's list.</summary>
    /// <param name="category">The category of all of them.</param>
    public sealed class Group(string category)
    {
        private readonly List<Rule> _rules = [];

        /// <summary>The rules, in the order in which the class declares them.</summary>
        public IReadOnlyList<Rule> All => _rules;

        /// <summary>AWS refuses the deployment, or the declaration means nothing.</summary>
        public Rule Error(string id, string title, string description) => Add(id, title, description, RuleSeverity.Error);

        /// <summary>Data is lost, duplicated or never sent.</summary>
        public Rule Warning(string id, string title, string description) => Add(id, title, description, RuleSeverity.Warning);

        /// <summary>Advice, or a fact that cannot be verified.</summary>
        public Rule Info(string id, string title, string description) => Add(id, title, description, RuleSeverity.Info);

        /// <summary>As <see cref="Warning"/>, but only where somebody asks for it.</summary>
        public Rule OptIn(string id, string title, string description) => Add(id, title, description, RuleSeverity.Warning, isOptIn: true);

        private Rule Add(string id, string title, string description, RuleSeverity severity, bool isOptIn = false)
        {
            Rule rule = new(id, title, description, category, severity) { IsOptIn = isOptIn };
            _rules.Add(rule);
            return rule;
        }
    }
}

/// <summary>The categories of rules, one per thousand.</summary>
internal static class RuleCategory
{
    /// <summary>LD1xxx: the attribute or the template's destination itself.</summary>
    public const string Declaration = "LambdaDestinations.Declaration";

    /// <summary>LD2xxx: event source mappings.</summary>
    public const string EventSourceMapping = "LambdaDestinations.EventSourceMapping";

    /// <summary>LD3xxx: permissions.</summary>
    public const string Permission = "LambdaDestinations.Permission";

    /// <summary>LD4xxx: overlapping, dead or looping configuration.</summary>
    public const string Configuration = "LambdaDestinations.Configuration";

    /// <summary>LD5xxx: contracts and serialization.</summary>
    public const string Contract = "LambdaDestinations.Contract";

    /// <summary>LD9xxx: trouble with the template or the build.</summary>
    public const string Template = "LambdaDestinations.Template";
}
