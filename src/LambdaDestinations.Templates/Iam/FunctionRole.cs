using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Sam;
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
    /// <summary>The role's ARN.</summary>
    internal SymbolicText Arn(Interpreter interpreter) => interpreter.Text(LogicalId is { } id ? TemplateValue.GetAtt(id, "Arn") : Value!);

    /// <summary>The role of a function when every condition is open.</summary>
    /// <param name="template">The template.</param>
    /// <param name="function">The function.</param>
    public static FunctionRole? Of(TemplateModel template, TemplateResource function) => Of(template, function, ResourceNames.Of(template).Interpreter);

    /// <summary>The role under a scope; <see langword="null"/> when it stays open which role it is, or a function has none.</summary>
    internal static FunctionRole? Of(TemplateModel template, TemplateResource function, Interpreter interpreter)
    {
        TemplateNode? node = function.Properties?["Role"];
        TemplateValue? value = node is null ? null : interpreter.Reduce(TemplateValue.FromNode(node));
        if (value is null or { Kind: TemplateValueKind.Null } || Interpreter.IsNoValue(value))
        {
            // An include may put a role there.
            return function.Type == ResourceTypes.ServerlessFunction && !TemplateBranch.MayHoldMore(function.Properties) ? new FunctionRole(FunctionRoleKind.Generated, SamNames.Role(function.LogicalId), function, null) : null;
        }

        if (IdOf(template, value, interpreter) is { } id)
        {
            return template.Find(id) is { } role
                ? new FunctionRole(FunctionRoleKind.InTemplate, id, role, value)
                : new FunctionRole(FunctionRoleKind.Generated, id, SamNames.FunctionOfRole(template, id), value);
        }

        bool isOpen = value is { Entries: [{ Key: Intrinsics.Transform }] } || ConditionScope.MentionedIn(value).Any(x => interpreter.Scope[x] == Truth.Maybe);
        return isOpen ? null : new FunctionRole(FunctionRoleKind.Imported, null, null, value);
    }

    /// <summary>The roles that a function may run with, by the conditions of its <c>Role</c>; one where it names none.</summary>
    /// <param name="template">The template.</param>
    /// <param name="function">The function.</param>
    /// <param name="when">When the question arises.</param>
    public static IEnumerable<FunctionRole> Ways(TemplateModel template, TemplateResource function, ConditionSet when = default) =>
        ConditionScope.Empty.With(when).Within(function)
            .Split(function.Properties?["Role"] is { } role ? ConditionScope.MentionedIn(TemplateValue.FromNode(role)) : [])
            .Select(x => Of(template, function, new Interpreter(ResourceNames.Of(template), x)))
            .OfType<FunctionRole>();

    /// <summary>The logical id of the role of the template, or of one that SAM makes, that a value names; <see langword="null"/> when it names none.</summary>
    internal static string? IdOf(TemplateModel template, TemplateValue value, Interpreter interpreter)
    {
        if (interpreter.ReferenceOf(value) is { } reference)
        {
            return template.Find(reference.Id) is { } named ? (named.Type == ResourceTypes.Role ? reference.Id : null) : SamNames.FunctionOfRole(template, reference.Id) is not null ? reference.Id : null;
        }

        return ResourceNames.Of(template).Find(value, interpreter) is { Type: ResourceTypes.Role } role ? role.LogicalId : null;
    }
}
