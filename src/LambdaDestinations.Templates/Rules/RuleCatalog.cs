using System;
using System.Collections.Generic;
using System.Linq;

namespace LambdaDestinations.Templates.Rules;

/// <summary>Every rule, ordered by id.</summary>
internal static class RuleCatalog
{
    /// <summary>Every rule, ordered by id. A class's list cannot lack a rule of the class (<see cref="Rule.Group"/>), and a test looks for classes.</summary>
    public static EquatableArray<Rule> All { get; } = new(
        new[] { DeclarationRules.All, AlarmRules.All, HandlerRules.All, EventSourceMappingRules.All, SourceRules.All, PermissionRules.All, ConfigurationRules.All, ContractRules.All, PayloadRules.All, TemplateRules.All }
            .SelectMany(static x => x)
            .OrderBy(static x => x.Id, StringComparer.Ordinal));

    /// <summary>
    /// The rules about what a template lacks: whether an attribute adds it is known only once the whole assembly is read.
    /// </summary>
    public static EquatableArray<Rule> OfAbsence { get; } = new([EventSourceMappingRules.SilentDrop, ConfigurationRules.DeliveryDeadLetterOnly, ConfigurationRules.NoFailurePath, ConfigurationRules.UnwatchedQueue, .. TemplateRules.OfSettings]);

    /// <summary>The rules that the build reports while it writes the template; the analyzers see neither the file nor the edit.</summary>
    public static EquatableArray<Rule> OfBuild { get; } = new(TemplateRules.All.Except([TemplateRules.Unreadable, TemplateRules.HiddenFunction, TemplateRules.RepeatedKey, TemplateRules.RepeatedSection, TemplateRules.RefusedByReaders, TemplateRules.Misshapen, TemplateRules.IdleMarker, .. TemplateRules.OfSettings]));

    /// <summary>The rules that the analyzers report, in the editor and in the build.</summary>
    public static EquatableArray<Rule> OfAnalyzer { get; } = new(All.Except(OfBuild));

    /// <summary>The rule of an id; <see langword="null"/> when there is none.</summary>
    public static Rule? Find(string id) => Lookup.ById.TryGetValue(id, out Rule? rule) ? rule : null;

    /// <summary>Made when somebody asks: the compiler does not.</summary>
    private static class Lookup
    {
        public static readonly Dictionary<string, Rule> ById = All.ToDictionary(static x => x.Id, StringComparer.Ordinal);
    }
}
