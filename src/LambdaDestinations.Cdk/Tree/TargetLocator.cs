using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SQS;
using Constructs;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Cdk.Tree;

/// <summary>Finds the constructs that attributes name, as the checks of a cloud assembly do (<c>ConstructLocator</c>).</summary>
/// <param name="stage">The constructs.</param>
/// <param name="options">What names mean.</param>
internal sealed class TargetLocator(StageConstructs stage, ApplyOptions options)
{
    private static readonly DestinationTargetType[] Types =
        [DestinationTargetType.Sqs, DestinationTargetType.Sns, DestinationTargetType.Lambda, DestinationTargetType.EventBridge, DestinationTargetType.S3];

    private readonly Dictionary<DestinationTargetType, ILookup<string, CfnResource>> _byId = [];
    private readonly List<(ConstructPath Path, IConstruct Construct, DestinationTargetType Type)> _created = [];

    /// <summary>Adds a construct that is created for a destination.</summary>
    public void Add(IConstruct construct, DestinationTargetType type) => _created.Add((stage.PathOf(construct), construct, type));

    /// <summary>Finds what a name means for a function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="id">The name.</param>
    /// <param name="type">What the attribute asks for.</param>
    /// <param name="problem">What is wrong, when there is no target.</param>
    public Target? Find(FunctionConstruct function, string id, DestinationTargetType type, out RuleMessage? problem)
    {
        if (options.Find(id) is { } told)
        {
            string path = told.Node.Path;
            Target? named = Target.Of(told, path);
            problem = named is null ? DeclarationRules.IsNoPossibleKind(type, path) : Problem(function, named, type);
            return problem is null ? named : null;
        }

        List<(ConstructPath Path, IConstruct Construct)> nearest = Nearest(function, [.. WithId(id, type)]);
        if (nearest.Count == 0)
        {
            nearest = Nearest(function, [.. Types.Where(x => x != type).SelectMany(x => WithId(id, x))]);
        }

        if (nearest.Count == 0)
        {
            IEnumerable<CfnResource> all = Types.SelectMany(x => IndexOf(x).SelectMany(static y => y));
            nearest = Nearest(function, [.. all.Where(x => StageConstructs.LogicalIdOf(x) == id).Select(x => (stage.PathOf(x), (IConstruct)x))]);
        }

        if (nearest.Count != 1)
        {
            problem = nearest.Count == 0
                ? DeclarationRules.HasNoConstruct(id, function.Name, NearNames.Nearest(id, IndexOf(type).Select(static x => x.Key)))
                : DeclarationRules.AreEquallyNear(id, function.Name, nearest.Select(static x => x.Path.ToString()));
            return null;
        }

        return Checked(function, nearest[0], type, out problem);
    }

    /// <summary>Finds the function that runs a handler.</summary>
    /// <param name="function">The function that is to invoke it.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="problem">What is wrong, when there is no target.</param>
    public Target? Find(FunctionConstruct function, FunctionReference handler, out RuleMessage? problem)
    {
        List<(ConstructPath Path, IConstruct Construct)> nearest =
            Nearest(function, [.. stage.FunctionsOf(handler).Select(x => (stage.PathOf(x), (IConstruct)x))]);
        if (nearest.Count != 1)
        {
            problem = nearest.Count == 0
                ? DeclarationRules.NoConstructRuns(handler.Name, "")
                : DeclarationRules.AllRun(nearest.Select(static x => x.Path.ToString()), handler.Name);
            return null;
        }

        return Checked(function, nearest[0], DestinationTargetType.Lambda, out problem);
    }

    /// <summary>What was found as the target; <see langword="null"/> when it cannot be one.</summary>
    private static Target? Checked(
        FunctionConstruct function, (ConstructPath Path, IConstruct Construct) found, DestinationTargetType type, out RuleMessage? problem)
    {
        Target target = Target.Of(Outermost(found.Construct), found.Path.ToString())!;
        problem = Problem(function, target, type);
        return problem is null ? target : null;
    }

    /// <summary>Why a construct cannot be the target; <see langword="null"/> when it can.</summary>
    private static RuleMessage? Problem(FunctionConstruct function, Target target, DestinationTargetType type)
    {
        if (target.Type != type)
        {
            return DeclarationRules.IsOfOtherKind(type, target.Name, target.Type);
        }

        IConstruct? invoked = target.Construct is Alias alias ? alias.Lambda : target.Construct;
        if (ReferenceEquals(invoked, function.Function) || ReferenceEquals(invoked, function.Resource))
        {
            return DeclarationRules.IsItsOwnDestination(function.Name);
        }

        if (target.IsFifo)
        {
            return type == DestinationTargetType.Sqs ? DeclarationRules.IsFifoQueue(target.Name) : DeclarationRules.IsFifoTopic(target.Name);
        }

        Stack stack = Stack.Of(target.Construct!);
        return ReferenceEquals(stack, function.Stack) && IsOfApp(target.Construct!) ? null : EnvironmentProblem(function, target);
    }

    /// <summary>Whether a construct is not imported: it stands where its stack does.</summary>
    private static bool IsOfApp(IConstruct construct) => construct is CfnResource or Queue or Topic or Function or Alias or EventBus or Bucket;

    /// <summary>What is wrong with the region of a literal ARN, where that of the function is known.</summary>
    public static RuleMessage? RegionProblem(FunctionConstruct function, string arn)
    {
        string[] parts = arn.Split(':');
        IResourceEnvironment own = function.Function.Env;
        return parts is [_, _, _, { Length: > 0 } region, var account, ..] && AreDifferent(own.Region, region)
            ? TemplateRules.IsInOtherEnvironment(arn, Shown(account, region), function.Name, Shown(own.Account, own.Region))
            : null;
    }

    /// <summary>What is wrong with the account or region of a target in another stack, where both are known.</summary>
    private static RuleMessage? EnvironmentProblem(FunctionConstruct function, Target target)
    {
        IResourceEnvironment own = function.Function.Env;
        Stack stack = Stack.Of(target.Construct!);
        (string account, string region) = target.Construct is IResource { Env: { } env } ? (env.Account, env.Region) : (stack.Account, stack.Region);
        bool isElsewhere = AreDifferent(own.Region, region) || AreDifferent(own.Account, account);
        return isElsewhere ? TemplateRules.IsInOtherEnvironment(target.Name, Shown(account, region), function.Name, Shown(own.Account, own.Region)) : null;
    }

    private static bool AreDifferent(string one, string other) => one != other && Token.IsUnresolved(one) != true && Token.IsUnresolved(other) != true;

    private static string Shown(string account, string region) =>
        $"{(Token.IsUnresolved(account) == true ? "of any account" : account)}/{(Token.IsUnresolved(region) == true ? "of any region" : region)}";

    private IEnumerable<(ConstructPath Path, IConstruct Construct)> WithId(string id, DestinationTargetType type) =>
        IndexOf(type)[id].Select(x => (stage.PathOf(x), (IConstruct)x))
            .Concat(_created.Where(x => x.Type == type && x.Path.Id == id).Select(static x => (x.Path, x.Construct)));

    private ILookup<string, CfnResource> IndexOf(DestinationTargetType type)
    {
        if (!_byId.TryGetValue(type, out ILookup<string, CfnResource>? index))
        {
            IEnumerable<CfnResource> resources = type switch
            {
                DestinationTargetType.Sqs => stage.OfType<CfnQueue>(),
                DestinationTargetType.Sns => stage.OfType<CfnTopic>(),
                DestinationTargetType.Lambda => [.. stage.OfType<CfnFunction>(), .. stage.OfType<CfnAlias>()],
                DestinationTargetType.EventBridge => stage.OfType<CfnEventBus>(),
                _ => stage.OfType<CfnBucket>(),
            };
            index = resources.ToLookup(x => stage.PathOf(x).Id, StringComparer.Ordinal);
            _byId.Add(type, index);
        }

        return index;
    }

    private static List<(ConstructPath Path, IConstruct Construct)> Nearest(FunctionConstruct function, List<(ConstructPath Path, IConstruct Construct)> all)
    {
        int most = all.Count == 0 ? 0 : all.Max(x => function.Path.CommonScopes(x.Path));
        return all.FindAll(x => function.Path.CommonScopes(x.Path) == most);
    }

    /// <summary>The construct around a resource, where it is of the same kind.</summary>
    private static IConstruct Outermost(IConstruct construct) =>
        construct is CfnResource { Node.Scope: { } scope } && Target.TypeOf(scope) == Target.TypeOf(construct) ? scope : construct;
}
