using System;
using System.Linq;
using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SQS;
using Constructs;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Syntax;
using CfnAlias = Amazon.CDK.AWS.Lambda.CfnAlias;

namespace LambdaDestinations.Cdk.Tree;

/// <summary>Where records go, or what holds them.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Arn">Its ARN, mostly a token.</param>
/// <param name="Name">What sentences call it: its path, or its ARN.</param>
/// <param name="Construct">Its construct; <see langword="null"/> for a literal ARN.</param>
internal sealed record Target(DestinationTargetType Type, string Arn, string Name, IConstruct? Construct)
{
    /// <summary>The kind of target that a construct is; <see langword="null"/> for any other construct.</summary>
    public static DestinationTargetType? TypeOf(IConstruct construct) => construct switch
    {
        IQueue or CfnQueue => DestinationTargetType.Sqs,
        ITopic or CfnTopic => DestinationTargetType.Sns,
        IFunction or CfnFunction or CfnAlias => DestinationTargetType.Lambda,
        IEventBus or CfnEventBus => DestinationTargetType.EventBridge,
        IBucket or CfnBucket => DestinationTargetType.S3,
        _ => null,
    };

    /// <summary>A target that is a construct; <see langword="null"/> for a construct of any other kind.</summary>
    /// <param name="construct">The construct, or the resource where none is around it.</param>
    /// <param name="name">Its path.</param>
    public static Target? Of(IConstruct construct, string name) =>
        TypeOf(construct) is not { } type ? null : new Target(type, ArnOf(construct), name, construct);

    /// <summary>Its stack; of a literal ARN that of the function that names it.</summary>
    public Stack StackBeside(FunctionConstruct function) => Construct is null ? function.Stack : Stack.Of(Construct);

    /// <summary>Whether it is a FIFO queue or topic.</summary>
    public bool IsFifo => Construct switch
    {
        IQueue queue => queue.Fifo,
        CfnQueue queue => queue.FifoQueue is true,
        ITopic topic => topic.Fifo,
        CfnTopic topic => topic.FifoTopic is true,
        _ => false,
    };

    /// <summary>The key that a queue or bucket is encrypted with; <see langword="null"/> for none that its construct knows.</summary>
    public IKey? Key => Construct switch
    {
        IQueue queue => queue.EncryptionMasterKey,
        IBucket bucket => bucket.EncryptionKey,
        _ => null,
    };

    /// <summary>
    /// The key of a topic, or of a queue or bucket without a construct around its resource, as its resource has it; of a key of the app the ARN.
    /// </summary>
    public string? KeyId => WrittenKey is { } key && Tokenization.ReverseString(key).FirstToken is Reference { Target: CfnKey own } ? own.AttrArn : WrittenKey;

    private string? WrittenKey => Construct switch
    {
        CfnQueue queue => queue.KmsMasterKeyId,
        CfnBucket bucket => KeyOf(bucket),
        CfnTopic topic => topic.KmsMasterKeyId,
        Topic { Node.DefaultChild: CfnTopic topic } => topic.KmsMasterKeyId,
        _ => null,
    };

    /// <summary>The queue; one that is not a construct of its own is imported into a scope.</summary>
    public IQueue AsQueue(Construct scope) => Construct as IQueue ?? Imported(scope, static (x, id, arn) => Queue.FromQueueArn(x, id, arn));

    /// <summary>The topic, likewise.</summary>
    public ITopic AsTopic(Construct scope) => Construct as ITopic ?? Imported(scope, static (x, id, arn) => Topic.FromTopicArn(x, id, arn));

    /// <summary>The function, likewise.</summary>
    public IFunction AsFunction(Construct scope) => Construct as IFunction ?? Imported(scope, static (x, id, arn) => Function.FromFunctionArn(x, id, arn));

    /// <summary>The event bus, likewise.</summary>
    public IEventBus AsBus(Construct scope) => Construct as IEventBus ?? Imported(scope, static (x, id, arn) => EventBus.FromEventBusArn(x, id, arn));

    /// <summary>The members of the property cannot be read but resolved, so a key of the app is looked for in the bucket's stack.</summary>
    private static string? KeyOf(CfnBucket bucket)
    {
        Stack stack = bucket.Stack;
        TemplateValue? rules = ResolvedValue.Of(stack, bucket.BucketEncryption)?["serverSideEncryptionConfiguration"];
        TemplateValue? key = rules is { Items: [var rule, ..] } ? rule["serverSideEncryptionByDefault"]?["kmsMasterKeyId"] : null;
        return key is null || key.Text is not null
            ? key?.Text
            : stack.Node.FindAll().OfType<CfnKey>().FirstOrDefault(x => StageConstructs.ReferencesIn(key).Contains(StageConstructs.LogicalIdOf(x)))?.AttrArn;
    }

    private T Imported<T>(Construct scope, Func<Construct, string, string, T> import)
        where T : class, IConstruct
    {
        string id = "Imported" + Name.Replace('/', '-');
        return scope.Node.TryFindChild(id) as T ?? import(scope, id, Arn);
    }

    private static string ArnOf(IConstruct construct) => construct switch
    {
        IQueue queue => queue.QueueArn,
        CfnQueue queue => queue.AttrArn,
        ITopic topic => topic.TopicArn,
        CfnTopic topic => topic.Ref,
        IFunction function => function.FunctionArn,
        CfnFunction function => function.AttrArn,
        CfnAlias alias => alias.Ref,
        IEventBus bus => bus.EventBusArn,
        CfnEventBus bus => bus.AttrArn,
        IBucket bucket => bucket.BucketArn,
        CfnBucket bucket => bucket.AttrArn,
        _ => "",
    };
}
