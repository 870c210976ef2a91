using System;
using System.Globalization;
using System.Text.RegularExpressions;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Rules;

/// <summary>How bad a finding is.</summary>
public enum RuleSeverity
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
public sealed record Rule(string Id, string Title, string MessageFormat, string Category, RuleSeverity Severity)
{
    private static readonly Regex Place = new(@"\{\d\}", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>The message with an ellipsis in each of its places.</summary>
    public string Description => Place.Replace(MessageFormat, "…");

    /// <summary>The page that explains the rule.</summary>
    public string HelpLink => $"https://github.com/lambda-destinations/lambda-destinations/blob/main/docs/rules/{Id}.md";
}

/// <summary>The categories of rules, one per thousand.</summary>
public static class RuleCategory
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

/// <summary>A rule that something breaks, with its place.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Arguments">The values of the message's places.</param>
/// <param name="TemplateSpan">Where in the template, when the template has a place for it.</param>
/// <param name="Attribute">Which C# attribute, when one is to blame.</param>
public sealed record Finding(Rule Rule, EquatableArray<string> Arguments, SourceSpan? TemplateSpan = null, AttributeAnchor? Attribute = null)
{
    /// <summary>
    /// The assembly whose build wrote this place of the template, by <c>Metadata.LambdaDestinations</c>; <see langword="null"/> for what is
    /// written by hand. The attribute is to blame then, and reports for itself.
    /// </summary>
    public string? OwnedBy { get; init; }

    /// <summary>The destination that the finding is about, when <see cref="TemplateSpan"/> points to something else, such as a dead-letter queue.</summary>
    public SourceSpan? DestinationSpan { get; init; }

    /// <summary>What may be written instead, best first; for code fixes.</summary>
    public EquatableArray<string> Suggestions { get; init; }

    /// <summary>The message with its places filled.</summary>
    public string Message => string.Format(CultureInfo.InvariantCulture, Rule.MessageFormat, Array.ConvertAll([.. Arguments], static x => (object)x));
}

/// <summary>An attribute of a handler, named so that the compilation can find it again.</summary>
/// <param name="TypeName">Metadata name of the declaring type (<c>Ns.Outer+Inner</c>).</param>
/// <param name="MethodName">The handler.</param>
/// <param name="DestinationIndex">Index into the handler's destinations; -1 for the handler itself.</param>
public sealed record AttributeAnchor(string TypeName, string MethodName, int DestinationIndex);
