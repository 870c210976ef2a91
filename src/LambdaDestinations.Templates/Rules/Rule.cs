using System;
using System.Text.RegularExpressions;

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

/// <summary>A rule, for the analyzers, the build task and the command line alike. Ids are never reused.</summary>
/// <param name="Id"><c>LD</c> and four digits.</param>
/// <param name="Title">A short sentence without a full stop.</param>
/// <param name="MessageFormat">What is wrong and what to do, with <c>{0}</c>-style places for the names involved.</param>
/// <param name="Category">One of <see cref="RuleCategory"/>.</param>
/// <param name="Severity">The default severity.</param>
internal sealed record Rule(string Id, string Title, string MessageFormat, string Category, RuleSeverity Severity)
{
    private static readonly Regex Place = new(@"\{\d\}", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>The message with an ellipsis in each of its places.</summary>
    public string Description => Place.Replace(MessageFormat, "…");

    /// <summary>The page that explains the rule.</summary>
    public string HelpLink => $"https://github.com/lambda-destinations/lambda-destinations/blob/main/docs/rules/{Id}.md";
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
