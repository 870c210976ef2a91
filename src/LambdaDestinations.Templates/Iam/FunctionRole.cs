using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Iam;

/// <summary>The kinds of roles that a function may run with.</summary>
internal enum FunctionRoleKind
{
    /// <summary>SAM makes it, and grants there what a typed destination needs.</summary>
    Generated,

    /// <summary>It is a resource of the template.</summary>
    InTemplate,

    /// <summary>It stands outside the template: a literal ARN, a parameter, an import.</summary>
    Imported,
}

/// <summary>The role that a function runs with, hence the one that sends its records.</summary>
/// <param name="Kind">Which kind of role.</param>
/// <param name="LogicalId">The role's logical id; of a generated role, the one that SAM gives it. <see langword="null"/> for an imported role.</param>
/// <param name="Resource">The role, when it is a resource of the template; of a generated role its function.</param>
/// <param name="Value">The <c>Role</c> property, when there is one.</param>
internal sealed record FunctionRole(FunctionRoleKind Kind, string? LogicalId, TemplateResource? Resource, TemplateValue? Value)
{
    /// <summary>SAM's name for the role that it makes for a function.</summary>
    /// <param name="function">A SAM function.</param>
    public static string GeneratedId(TemplateResource function) => function.LogicalId + "Role";

    /// <summary>The role of a function when every condition is open.</summary>
    /// <param name="template">The template.</param>
    /// <param name="function">The function.</param>
    public static FunctionRole? Of(TemplateModel template, TemplateResource function) => Of(template, function, new TextResolver(template, ConditionScope.Empty));

    /// <summary>The role under a scope; <see langword="null"/> when it stays open which role it is, or a function has none.</summary>
    internal static FunctionRole? Of(TemplateModel template, TemplateResource function, TextResolver resolver)
    {
        TemplateNode? node = function.Properties?["Role"];
        TemplateValue? value = node is null ? null : resolver.Reduce(TemplateValue.FromNode(node));
        if (value is null or { Kind: TemplateValueKind.Null } || TextResolver.IsNoValue(value))
        {
            // An include may put a role there.
            return function.Type == ResourceTypes.ServerlessFunction && !PolicyReader.MayGain(function.Properties, "Role") ? new FunctionRole(FunctionRoleKind.Generated, GeneratedId(function), function, null) : null;
        }

        if (TemplateReference.TargetOf(value) is { } id)
        {
            if (template.Find(id) is { Type: ResourceTypes.Role } role)
            {
                return new FunctionRole(FunctionRoleKind.InTemplate, id, role, value);
            }

            if (template.Find(id) is null && GeneratedFor(template, id) is { } owner)
            {
                return new FunctionRole(FunctionRoleKind.Generated, id, owner, value);
            }
        }

        return value is { Entries: [{ Key: "Fn::If" or "Fn::Transform" }] } ? null : new FunctionRole(FunctionRoleKind.Imported, null, null, value);
    }

    /// <summary>The SAM function whose generated role has a logical id.</summary>
    internal static TemplateResource? GeneratedFor(TemplateModel template, string id) =>
        id.EndsWith("Role", System.StringComparison.Ordinal) && template.Find(id.Substring(0, id.Length - "Role".Length)) is { Type: ResourceTypes.ServerlessFunction } function ? function : null;
}
