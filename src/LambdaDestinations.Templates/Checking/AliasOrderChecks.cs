using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>
/// LD4018: settings of an alias that they name by its text, so that CloudFormation may create them first (AWS Lambda API Reference,
/// <c>PutFunctionEventInvokeConfig</c>: ResourceNotFoundException).
/// </summary>
internal sealed class AliasOrderChecks(TemplateModel template)
{
    private readonly DependencyOrder _order = new(template);

    /// <summary>Checks the configs of a function.</summary>
    public IEnumerable<Finding> Check(FunctionConfiguration function) =>
        Unordered(function).Select(static x => new Finding(ConfigurationRules.MayComeBeforeAlias(x.Config.Owner.LogicalId, x.Alias, x.Name), x.Place));

    /// <summary>The configs that may come before their alias.</summary>
    public IEnumerable<(AsyncConfiguration Config, string Alias, string Name, SourceSpan Place)> Unordered(FunctionConfiguration function)
    {
        foreach (AsyncConfiguration config in function.Async)
        {
            if (!config.IsSam && config.Owner.Properties?["Qualifier"] is { } node
                && References.In(node).All(x => template.Find(x) is null)
                && config.Qualifier is { } name && name != QualifierText.Latest
                && AliasOf(function, name) is { } alias
                && !_order.IsAfter(config.Owner, alias))
            {
                yield return (config, alias, name, node.FullSpan);
            }
        }
    }

    /// <summary>The logical id of the alias of a name, written or made by SAM; <see langword="null"/> when the template has none.</summary>
    private static string? AliasOf(FunctionConfiguration function, string name) =>
        function.Aliases.FirstOrDefault(x => x.Name == name) is not { } alias ? null
            : alias.Resource?.LogicalId ?? (name.IndexOf("${", System.StringComparison.Ordinal) < 0 ? SamNames.AliasOf(function.Function.LogicalId, name) : null);
}
