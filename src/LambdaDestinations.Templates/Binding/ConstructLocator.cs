using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;

namespace LambdaDestinations.Templates.Binding;

/// <summary>Finds what a function may mean in the stacks of its stage.</summary>
internal static class ConstructLocator
{
    /// <summary>
    /// The targets of the CDK's constructs with an id that are nearest to a function, in its own stack or another of its stage; those of the declared type go first.
    /// </summary>
    /// <param name="template">The function's template.</param>
    /// <param name="function">The function.</param>
    /// <param name="id">The construct's id, or the logical id in another stack.</param>
    /// <param name="type">What the attribute asks for.</param>
    /// <returns>Several, when they are equally near.</returns>
    public static IReadOnlyList<StackResource> Find(TemplateModel template, TemplateResource function, string id, DestinationTargetType type)
    {
        if (!template.IsSynthesized)
        {
            return [];
        }

        StackResource[] all =
        [
            .. from stack in template.Stage
               from resource in stack.Resources
               where AwsTargets.FromResourceType(resource.Type) is not null && (resource.Construct?.Id == id || resource.LogicalId == id)
               select new StackResource(stack, resource),
        ];
        StackResource[] ofType = [.. all.Where(x => AwsTargets.FromResourceType(x.Resource.Type) == type)];
        return Nearest(function, ofType.Length > 0 ? ofType : all);
    }

    /// <summary>Whether a name that is not found is surely not there: the CDK's constructs are known in each stack of the stage that has any.</summary>
    public static bool KnowsAll(TemplateModel template) => !template.IsSynthesized || template.Stage.All(static x => x.HasConstructs || x.Resources.Count == 0);

    /// <summary>The functions of other given templates that run a handler, those of the same stage ahead of others.</summary>
    /// <param name="template">The template that is to refer to it.</param>
    /// <param name="function">The function that is to send.</param>
    /// <param name="handler">The handler.</param>
    public static IReadOnlyList<StackResource> FindRunning(TemplateModel template, TemplateResource function, FunctionReference handler)
    {
        StackResource[] In(IEnumerable<TemplateModel> templates) =>
            [.. templates.Where(x => !ReferenceEquals(x, template)).SelectMany(x => FunctionLocator.Find(x, handler).Select(y => new StackResource(x, y)))];

        StackResource[] ofStage = In(template.Stage);
        return ofStage.Length > 0 || template.IsSynthesized ? Nearest(function, ofStage) : In(template.Given);
    }

    private static StackResource[] Nearest(TemplateResource function, StackResource[] all)
    {
        int Common(StackResource x) => function.Construct is { } own && x.Resource.Construct is { } other ? own.CommonScopes(other) : 0;
        int most = all.Length == 0 ? 0 : all.Max(Common);
        return [.. all.Where(x => Common(x) == most)];
    }
}
