using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Updating;

/// <summary>Events that somebody gave more settings: a batch size, a filter. They stay, and nothing is told of them.</summary>
internal static class ExtendedValue
{
    /// <summary>Whether a setting of a SAM function is one of its events.</summary>
    public static bool IsEvent(SettingPath path) => path.Names is ["Properties", "Events", _];

    /// <summary>Whether a created resource may be given more settings.</summary>
    /// <param name="type">Its type.</param>
    public static bool MayHaveMore(string type) => AwsTargets.FromResourceType(type) is not null || type is ResourceTypes.EventSourceMapping or ResourceTypes.Subscription;

    /// <summary>Whether a value says all that is wanted, and maybe more, in itself or in its maps.</summary>
    /// <param name="existing">The value.</param>
    /// <param name="wanted">What is wanted.</param>
    /// <param name="interpreter">Compares by what is meant.</param>
    public static bool Covers(TemplateValue existing, TemplateValue wanted, Interpreter interpreter)
    {
        bool HasIn(TemplateValue map, KeyValuePair<string, TemplateValue> entry) => map[entry.Key] is { } value && interpreter.AreSame(value, entry.Value);
        return existing.Kind == TemplateValueKind.Map
            && wanted.Entries.All(x => HasIn(existing, x) || (existing[x.Key] is { Kind: TemplateValueKind.Map } map && x.Value.Kind == TemplateValueKind.Map && x.Value.Entries.All(y => HasIn(map, y))));
    }
}
