using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>
/// The correction of LD3001, LD3002, LD3004 and LD3007: a policy with all that a function's role lacks, in the words of the build,
/// for which the settings wait; and of LD3006: the settings wait for the policy that is there.
/// </summary>
/// <param name="Title">What it does, in the imperative. Two corrections with one title do the same.</param>
/// <param name="Edit">The edit.</param>
internal sealed record PermissionFix(string Title, Action<TemplateEditor> Edit)
{
    /// <summary>The rules that it corrects.</summary>
    public static IReadOnlyList<Rule> Rules { get; } =
        [PermissionRules.NotGranted, PermissionRules.ListBucketMissing, PermissionRules.KeyNotGranted, PermissionRules.NotOrdered, PermissionRules.PolicyDoesNotHelp];

    /// <summary>The correction of a finding; <see langword="null"/> when the role stands elsewhere, or when it cannot be written here.</summary>
    /// <param name="template">The template.</param>
    /// <param name="rule">One of <see cref="Rules"/>.</param>
    /// <param name="span">The finding's place.</param>
    public static PermissionFix? Find(TemplateModel template, Rule rule, SourceSpan span)
    {
        PermissionChecks checks = new(template);
        DependencyOrder order = new(template);

        // A destination of Globals is one place for many functions.
        PermissionFix[] fixes =
        [
            .. DestinationConfiguration.Of(template).Functions.Where(x => PermissionUse.Of(template, x).Any(y => y.Target.Span == span))
                .Select(x => rule == PermissionRules.NotOrdered ? Wait(checks, order, x) : Grant(template, checks, order, x)).OfType<PermissionFix>(),
        ];
        return fixes.Length == 0 ? null : new PermissionFix(string.Join("; ", fixes.Select(static x => x.Title)), x => Array.ForEach(fixes, y => y.Edit(x)));
    }

    private static PermissionFix? Grant(TemplateModel template, PermissionChecks checks, DependencyOrder order, FunctionConfiguration function)
    {
        (PermissionUse Use, RequiredGrant Grant)[] missing = [.. checks.Missing(function)];
        if (missing.Length == 0 || FunctionRole.Of(template, function.Function) is not { LogicalId: { } roleId })
        {
            return null;
        }

        PermissionPlan plan = new(roleId, RequiredGrant.Statements(missing.Select(static x => x.Grant)));
        string id = FreeId(template, function.Function.LogicalId + "Permissions");
        TemplateValue policy = TemplateResource.Write(ResourceTypes.Policy, PermissionPlanner.PolicyProperties(id, plan));

        // What the policy itself waits for cannot wait for the policy: then it would come too late.
        TemplateResource[] waiting = [.. missing.Select(static x => x.Use.Owner).Distinct()];
        string[] mentioned = [.. plan.Statements.SelectMany(static x => References.In(x)), roleId];
        return waiting.All(x => CanWait(x) && !order.IsAfter(mentioned, x.LogicalId))
            ? new PermissionFix(
                $"Grant it to role {roleId} by policy {id}",
                editor =>
                {
                    editor.SetEntry(template.ResourcesNode!, id, policy);
                    Array.ForEach(waiting, x => AddDependsOn(editor, x, [id]));
                })
            : null;
    }

    private static PermissionFix? Wait(PermissionChecks checks, DependencyOrder order, FunctionConfiguration function)
    {
        (TemplateResource Owner, string[] Policies)[] waiting =
        [
            .. checks.Unordered(function).Where(x => !order.IsAfter([x.Policy], x.Use.Owner.LogicalId)).GroupBy(static x => x.Use.Owner)
                .Select(static x => (x.Key, x.Select(static y => y.Policy).Distinct(StringComparer.Ordinal).ToArray())),
        ];
        return waiting.Length > 0 && waiting.All(static x => CanWait(x.Owner))
            ? new PermissionFix(
                string.Join("; ", waiting.Select(static x => $"Write DependsOn: {string.Join(", ", x.Policies)} to {x.Owner.LogicalId}")),
                editor => Array.ForEach(waiting, x => AddDependsOn(editor, x.Owner, x.Policies)))
            : null;
    }

    /// <summary>Whether something can be added to what a resource waits for.</summary>
    internal static bool CanWait(TemplateResource resource) => resource.Body["DependsOn"] is null or ScalarNode { Tag: null } or SequenceNode { Tag: null };

    /// <summary>Makes a resource wait for others.</summary>
    internal static void AddDependsOn(TemplateEditor editor, TemplateResource resource, string[] ids)
    {
        switch (resource.Body["DependsOn"])
        {
            case SequenceNode list:
                Array.ForEach(ids, x => editor.AddItem(list, TemplateValue.String(x)));
                break;
            case ScalarNode { IsNull: false } single:
                editor.SetEntry(resource.Body, "DependsOn", TemplateValue.List([TemplateValue.String(single.Value), .. ids.Select(TemplateValue.String)]));
                break;
            default:
                editor.SetEntry(resource.Body, "DependsOn", ids is [var only] ? TemplateValue.String(only) : TemplateValue.List([.. ids.Select(TemplateValue.String)]));
                break;
        }
    }

    private static string FreeId(TemplateModel template, string wanted)
    {
        string id = wanted;
        for (int i = 2; template.Find(id) is not null; i++)
        {
            id = wanted + i.ToString(CultureInfo.InvariantCulture);
        }

        return id;
    }
}
