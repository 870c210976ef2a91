using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using Constructs;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Cdk.Tree;

/// <summary>
/// The constructs of one stage, as they were when it was read. Each question to a construct is a call of the CDK's other process, so what is asked twice is
/// kept, and what nobody asks for is not read.
/// </summary>
internal sealed class StageConstructs
{
    private readonly List<IConstruct> _all = [];
    private readonly List<Stage> _nested = [];
    private readonly Dictionary<IConstruct, ConstructPath> _paths = new(ReferenceEqualityComparer.Instance);
    private readonly Lazy<ILookup<string, CfnFunction>> _functions;
    private readonly Lazy<Alias[]> _aliases;
    private readonly Lazy<ILookup<Stack, CfnElement>> _elements;
    private readonly Dictionary<Stack, HashSet<string>> _ids = new(ReferenceEqualityComparer.Instance);
    private readonly string _scope;

    private StageConstructs(IConstruct stage, string scope)
    {
        _scope = scope;
        IConstruct[] below = stage.Node.FindAll();
        for (int i = 0; i < below.Length; i++)
        {
            _all.Add(below[i]);
            if (i > 0 && below[i] is Stage nested)
            {
                // What is in it stands behind it.
                _nested.Add(nested);
                i += nested.Node.FindAll().Length - 1;
            }
        }

        _functions = new(() => OfType<CfnFunction>().Where(IsInScope).Select(static x => (Function: x, Handler: HandlerOf(x)))
            .Where(static x => x.Handler is not null).ToLookup(static x => x.Handler!, static x => x.Function, StringComparer.Ordinal));
        _elements = new(() => OfType<CfnElement>().ToLookup(static x => x.Stack, (IEqualityComparer<Stack>)ReferenceEqualityComparer.Instance));
        _aliases = new(() => [.. OfType<Alias>()]);
    }

    /// <summary>The stages that stand in it, where they are below the scope.</summary>
    public IReadOnlyList<Stage> Nested => [.. _nested.Where(IsInScope)];

    /// <summary>The stage around a scope; functions are found below the scope only.</summary>
    public static StageConstructs Below(IConstruct scope) =>
        scope is not Stage && Stage.Of(scope) is { } stage ? new StageConstructs(stage, scope.Node.Path) : new StageConstructs(scope, "");

    /// <summary>The stage around a construct.</summary>
    public static StageConstructs Around(IConstruct construct) => new(Stage.Of(construct) ?? construct, "");

    /// <summary>The constructs of a type, from the app inwards, in the order in which they were made.</summary>
    public IEnumerable<T> OfType<T>() => _all.OfType<T>();

    /// <summary>The path of a construct, without the <c>Resource</c> that stands for the construct around it.</summary>
    public ConstructPath PathOf(IConstruct construct)
    {
        if (!_paths.TryGetValue(construct, out ConstructPath path))
        {
            path = ConstructPath.Parse(construct.Node.Path) ?? default;
            _paths.Add(construct, path);
        }

        return path;
    }

    /// <summary>The logical id of a resource, as it is now.</summary>
    public static string? LogicalIdOf(CfnElement resource) => ResolvedValue.Of(resource.Stack, resource.LogicalId)?.Text;

    /// <summary>
    /// Whether a value that a resource has means a construct of a stack. Constructs of the same id have the same logical id in each stack, so a reference to
    /// what the resource's own stack has is none to another stack's.
    /// </summary>
    /// <param name="resource">The resource.</param>
    /// <param name="written">What it has, resolved in its own stack.</param>
    /// <param name="owner">The stack of the construct.</param>
    /// <param name="wanted">What the construct's stack has for it.</param>
    public bool IsSame(CfnResource resource, TemplateValue? written, Stack owner, TemplateValue wanted) =>
        written is not null
        && written.Equals(wanted)
        && (resource.Stack is var stack && (ReferenceEquals(stack, owner) || !ReferencesIn(written).Any(IdsOf(stack).Contains)));

    /// <summary>The aliases of a function.</summary>
    public IEnumerable<Alias> AliasesOf(Function function) => _aliases.Value.Where(x => ReferenceEquals(x.Lambda, function));

    /// <summary>
    /// The functions below the scope that run a handler: those of the construct that <c>[DestinationFunction]</c> names, else those of the handler string, of
    /// a consumer that of its entry point or of its class's, else, of an executable assembly, of the assembly's name.
    /// </summary>
    public IReadOnlyList<CfnFunction> FunctionsOf(FunctionReference function)
    {
        if (function.LogicalId is { } id)
        {
            CfnFunction[] named = [.. OfType<CfnFunction>().Where(IsInScope).Where(x => PathOf(x).Id == id)];
            return named.Length > 0 ? named : [.. OfType<CfnFunction>().Where(IsInScope).Where(x => LogicalIdOf(x) == id)];
        }

        CfnFunction[] byHandler = [.. new[] { function.Handler, function.AnnotationsHandler }.OfType<string>().Distinct().SelectMany(x => _functions.Value[x])];
        if (byHandler.Length == 0 && function.ClassEntryPoint is { } ofClass)
        {
            byHandler = [.. _functions.Value[ofClass]];
        }

        if (byHandler.Length > 0)
        {
            return byHandler;
        }

        // Amazon.Lambda.Annotations tells the handlers of an executable apart by a variable.
        (CfnFunction Function, string? Method)[] executables = [.. _functions.Value[function.AssemblyName].Select(static x => (x, MethodOf(x)))];
        CfnFunction[] byVariable = [.. executables.Where(x => x.Method == function.MethodName).Select(static x => x.Function)];
        return byVariable.Length > 0 ? byVariable : executables is [{ Method: null } only] ? [only.Function] : [];
    }

    private HashSet<string> IdsOf(Stack stack)
    {
        if (!_ids.TryGetValue(stack, out HashSet<string>? ids))
        {
            ids = [.. _elements.Value[stack].Select(LogicalIdOf).OfType<string>()];
            _ids.Add(stack, ids);
        }

        return ids;
    }

    /// <summary>The logical ids of <c>Ref</c> and <c>Fn::GetAtt</c> in a value.</summary>
    public static IEnumerable<string> ReferencesIn(TemplateValue value)
    {
        if ((value["Ref"] ?? (value["Fn::GetAtt"] is { Items: [var first, ..] } ? first : null))?.Text is { } id)
        {
            return [id];
        }

        return (value.Kind switch
        {
            TemplateValueKind.Map => value.Entries.Select(static x => x.Value),
            TemplateValueKind.List => value.Items,
            _ => [],
        }).SelectMany(ReferencesIn);
    }

    private bool IsInScope(IConstruct construct) => _scope.Length == 0 || $"{PathOf(construct)}/".StartsWith(_scope + "/", StringComparison.Ordinal);

    private static string? HandlerOf(CfnFunction function) =>
        function.Handler
        ?? (function.ImageConfig is { } image && ResolvedValue.Of(function.Stack, image)?["command"] is { Items: [var first, ..] } ? first.Text : null);

    private static string? MethodOf(CfnFunction function) =>
        ResolvedValue.Of(function.Stack, function.Environment)?["variables"]?["ANNOTATIONS_HANDLER"]?.Text;
}
