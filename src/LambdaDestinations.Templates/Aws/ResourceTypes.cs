namespace LambdaDestinations.Templates.Aws;

/// <summary>The names of the resource types that matter here.</summary>
internal static class ResourceTypes
{
    /// <summary>A function of SAM.</summary>
    public const string ServerlessFunction = "AWS::Serverless::Function";

    /// <summary>A function of CloudFormation.</summary>
    public const string Function = "AWS::Lambda::Function";

    /// <summary>An alias of a function; <c>Ref</c> is its ARN.</summary>
    public const string Alias = "AWS::Lambda::Alias";

    /// <summary>A version of a function; <c>Ref</c> is its ARN.</summary>
    public const string Version = "AWS::Lambda::Version";

    /// <summary>The asynchronous invocation settings of a function.</summary>
    public const string EventInvokeConfig = "AWS::Lambda::EventInvokeConfig";

    /// <summary>An event source mapping.</summary>
    public const string EventSourceMapping = "AWS::Lambda::EventSourceMapping";

    /// <summary>A queue; <c>Ref</c> is its URL.</summary>
    public const string Queue = "AWS::SQS::Queue";

    /// <summary>A topic; <c>Ref</c> is its ARN.</summary>
    public const string Topic = "AWS::SNS::Topic";

    /// <summary>An event bus; <c>Ref</c> is its name.</summary>
    public const string EventBus = "AWS::Events::EventBus";

    /// <summary>A bucket; <c>Ref</c> is its name.</summary>
    public const string Bucket = "AWS::S3::Bucket";

    /// <summary>An EventBridge rule.</summary>
    public const string Rule = "AWS::Events::Rule";

    /// <summary>An alarm on a metric.</summary>
    public const string Alarm = "AWS::CloudWatch::Alarm";

    /// <summary>A subscription to a topic.</summary>
    public const string Subscription = "AWS::SNS::Subscription";

    /// <summary>The custom resource in which the CDK writes a bucket's notifications.</summary>
    public const string BucketNotifications = "Custom::S3BucketNotifications";

    /// <summary>Who may invoke a function.</summary>
    public const string Permission = "AWS::Lambda::Permission";

    /// <summary>A role; <c>Ref</c> is its name.</summary>
    public const string Role = "AWS::IAM::Role";

    /// <summary>A policy that is attached to roles.</summary>
    public const string Policy = "AWS::IAM::Policy";

    /// <summary>A policy that stands by itself; <c>Ref</c> is its ARN.</summary>
    public const string ManagedPolicy = "AWS::IAM::ManagedPolicy";

    /// <summary>An inline policy of one role, as a resource of its own.</summary>
    public const string RolePolicy = "AWS::IAM::RolePolicy";

    /// <summary>A customer's key; <c>Ref</c> is its id.</summary>
    public const string Key = "AWS::KMS::Key";

    /// <summary>A replica of a customer's key.</summary>
    public const string ReplicaKey = "AWS::KMS::ReplicaKey";

    /// <summary>A name of a key; <c>Ref</c> is the name.</summary>
    public const string KeyAlias = "AWS::KMS::Alias";

    /// <summary>A DynamoDB table.</summary>
    public const string Table = "AWS::DynamoDB::Table";

    /// <summary>A DynamoDB table as SAM writes a simple one.</summary>
    public const string SimpleTable = "AWS::Serverless::SimpleTable";

    /// <summary>A state machine.</summary>
    public const string StateMachine = "AWS::StepFunctions::StateMachine";

    /// <summary>A SAM state machine.</summary>
    public const string ServerlessStateMachine = "AWS::Serverless::StateMachine";

    /// <summary>A pipe of EventBridge Pipes.</summary>
    public const string Pipe = "AWS::Pipes::Pipe";

    /// <summary>A rule by which SES receives mail.</summary>
    public const string ReceiptRule = "AWS::SES::ReceiptRule";

    /// <summary>A schedule of EventBridge Scheduler.</summary>
    public const string Schedule = "AWS::Scheduler::Schedule";

    /// <summary>A policy of IAM users.</summary>
    public const string UserPolicy = "AWS::IAM::UserPolicy";

    /// <summary>A policy of IAM groups.</summary>
    public const string GroupPolicy = "AWS::IAM::GroupPolicy";

    /// <summary>A SAM connector.</summary>
    public const string Connector = "AWS::Serverless::Connector";

    /// <summary>A stack in a stack.</summary>
    public const string Stack = "AWS::CloudFormation::Stack";

    /// <summary>A stack in a stack, of SAM.</summary>
    public const string Application = "AWS::Serverless::Application";

    /// <summary>Whether a resource type is a stack with resources of its own.</summary>
    public static bool IsStack(string type) => type is Stack or Application;

    /// <summary>Whether a resource of the type may change others that it knows, which the template does not show: a stack, or a custom resource.</summary>
    public static bool MayChangeOthers(string type) =>
        IsStack(type)
        || type == "AWS::CloudFormation::CustomResource"
        || (type != BucketNotifications && !type.StartsWith("AWS::", System.StringComparison.Ordinal));
}
