using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Cdk.Tree;

/// <summary>A function that the app makes.</summary>
/// <param name="Function">Its construct.</param>
/// <param name="Resource">Its resource.</param>
/// <param name="Path">The path of the construct.</param>
internal sealed record FunctionConstruct(Function Function, CfnFunction Resource, ConstructPath Path)
{
    /// <summary>The alias whose invocations alone are meant; <see langword="null"/> for the function.</summary>
    public Alias? Only { get; init; }

    /// <summary>Whether the app makes its role; any other may take no policy.</summary>
    public bool HasOwnRole { get; } = Function.Role is Role;

    /// <summary>The stack.</summary>
    public Stack Stack { get; } = Stack.Of(Function);

    /// <summary>Its path as sentences have it.</summary>
    public string Name => Path.ToString();

    /// <summary>The construct of a function of the app, or of an alias of one.</summary>
    /// <param name="function">Any function.</param>
    /// <param name="refusal">Why it cannot be given destinations, when it cannot.</param>
    public static FunctionConstruct? Of(IFunction function, out RuleMessage? refusal)
    {
        refusal = null;
        switch (function)
        {
            case Function { Node.DefaultChild: CfnFunction resource } own:
                return new FunctionConstruct(own, resource, PathOf(own));
            case Alias { Lambda: Function { Node.DefaultChild: CfnFunction resource } own } alias:
                return new FunctionConstruct(own, resource, PathOf(own)) { Only = alias };
            case IVersion and not IAlias:
                refusal = TemplateRules.IsVersion(function.Node.Path);
                return null;
            default:
                refusal = TemplateRules.FunctionIsImported(function.Node.Path);
                return null;
        }
    }

    /// <summary>The construct around the resource of a function.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="path">Its path.</param>
    /// <param name="refusal">Why it cannot be given destinations, when it cannot.</param>
    public static FunctionConstruct? OfResource(CfnFunction resource, ConstructPath path, out RuleMessage? refusal)
    {
        refusal = null;
        if (resource.Node.Scope is Function function)
        {
            return new FunctionConstruct(function, resource, path);
        }

        refusal = TemplateRules.HasNoRoleConstruct(path.ToString());
        return null;
    }

    private static ConstructPath PathOf(Function function) => ConstructPath.Parse(function.Node.Path)!.Value;
}
