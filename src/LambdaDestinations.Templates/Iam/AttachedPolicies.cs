using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Iam;

/// <summary>The policies of a template that name the roles to which they are attached, found by role.</summary>
internal sealed class AttachedPolicies
{
    private readonly Dictionary<string, List<TemplateResource>> _byRole = new(StringComparer.Ordinal);
    private readonly List<TemplateResource> _others = [];

    public AttachedPolicies(TemplateModel template)
    {
        Interpreter interpreter = ResourceNames.Of(template).Interpreter;
        foreach (TemplateResource policy in template.Resources.Where(static x => x.Type is ResourceTypes.Policy or ResourceTypes.ManagedPolicy or ResourceTypes.RolePolicy))
        {
            if ((policy.Type == ResourceTypes.RolePolicy ? policy.Properties?["RoleName"] : policy.Properties?["Roles"]) is not { } roles)
            {
                continue;
            }

            TemplateValue value = TemplateValue.FromNode(roles);
            foreach (TemplateValue item in value.Kind == TemplateValueKind.List ? value.Items : [value])
            {
                List<TemplateResource> list = _others;
                if (FunctionRole.IdOf(template, item, interpreter) is { } id && !_byRole.TryGetValue(id, out list!))
                {
                    _byRole.Add(id, list = []);
                }

                if (list.Count == 0 || !ReferenceEquals(list[list.Count - 1], policy))
                {
                    list.Add(policy);
                }
            }
        }
    }

    /// <summary>The policies that may be attached to a role.</summary>
    /// <param name="roleId">Its logical id; <see langword="null"/> for a role outside the template.</param>
    public IEnumerable<TemplateResource> Of(string? roleId) =>
        (roleId is not null && _byRole.TryGetValue(roleId, out List<TemplateResource>? policies) ? policies : []).Concat(_others).Distinct();
}
