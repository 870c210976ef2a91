using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Iam;

/// <summary>
/// Which functions the policies of a template let somebody invoke, a role, a user, a state machine or the function itself: in any way, as
/// <c>lambda:InvokeFunction</c> tells nothing of how (AWS Lambda Developer Guide, "Identity-based policies"). Policies that the template does not show are
/// not counted, nor those of administrators, which tell nothing of what is meant.
/// </summary>
internal sealed class InvokePermissions
{
    private const string Invoke = "lambda:InvokeFunction";

    private readonly PolicyStatement[] _statements;
    private readonly Interpreter _interpreter;
    private readonly Dictionary<string, bool> _answers = new(StringComparer.Ordinal);

    // By the names of the functions that they let somebody invoke.
    private readonly Lazy<ILookup<string, TemplateResource>> _owners;

    private InvokePermissions(TemplateModel template)
    {
        _interpreter = ResourceNames.Of(template).Interpreter;
        RoleSources sources = new(template, new PolicyReader(_interpreter), _interpreter);
        _statements = [.. template.Resources.Where(x => !FollowedServices.Of(template).Have(x)).SelectMany(x => Of(sources, x)).Where(static x => x is { IsDeny: false, IsHidden: false, PolicyName: not ("AdministratorAccess" or "PowerUserAccess") } && x.IsAbout(Invoke) != Truth.No)];
        _owners = new(() => _statements
            .SelectMany(static x => (x.Resources ?? []).Select(NameIn).OfType<string>().Distinct().Select(y => (Name: y, x.Place.Owner)))
            .ToLookup(static x => x.Name, static x => x.Owner, StringComparer.Ordinal));
    }

    /// <summary>Those of a template. Read at the first use.</summary>
    public static InvokePermissions Of(TemplateModel template) => template.Derive(static x => new InvokePermissions(x));

    /// <summary>Whether a policy may let somebody invoke a function, or a version or alias of it.</summary>
    public bool Allow(TemplateResource function)
    {
        lock (_answers)
        {
            if (!_answers.TryGetValue(function.LogicalId, out bool allowed))
            {
                SymbolicText arn = _interpreter.Text(function.ArnValue);
                SymbolicText qualified = SymbolicText.Concat(arn, SymbolicText.Of(":"), SymbolicText.Of(new Placeholder("qualifier", PlaceholderShape.NotEmpty)));
                allowed = Array.Exists(_statements, x => x.IsOn(arn) != Truth.No || x.IsOn(qualified) != Truth.No);
                _answers.Add(function.LogicalId, allowed);
            }

            return allowed;
        }
    }

    /// <summary>The resources with a policy that lets somebody invoke this function by name; one that means many functions tells of no caller.</summary>
    public IEnumerable<TemplateResource> Naming(TemplateResource function) =>
        NameIn(_interpreter.Text(function.ArnValue)) is { } name ? _owners.Value[name].GroupBy(static x => x.LogicalId, StringComparer.Ordinal).Select(static x => x.First()) : [];

    /// <summary>The name in the ARN of a function, of one of its versions and aliases, or of all of them; <see langword="null"/> when it is something else.</summary>
    private static string? NameIn(SymbolicText arn) =>
        arn.Split(':', 8) is { Count: >= 7 } parts && parts[5].Literal == "function" && parts[6].ToString().TrimEnd('*') is { Length: > 0 } name ? name : null;

    private static IEnumerable<PolicyStatement> Of(RoleSources sources, TemplateResource resource) => resource.Type switch
    {
        ResourceTypes.Role => sources.Role(resource),
        ResourceTypes.Policy or ResourceTypes.ManagedPolicy or ResourceTypes.RolePolicy or ResourceTypes.UserPolicy or ResourceTypes.GroupPolicy => sources.PolicyResource(resource),
        ResourceTypes.ServerlessFunction or ResourceTypes.ServerlessStateMachine => sources.SamPolicies(resource),
        _ => [],
    };
}
