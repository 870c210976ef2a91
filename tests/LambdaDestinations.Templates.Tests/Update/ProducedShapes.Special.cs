using System;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using static LambdaDestinations.Templates.Tests.Update.Handlers;

namespace LambdaDestinations.Templates.Tests.Update;

// The shapes that are not a list of targets: qualifiers, Globals, conditions, grants, circles.
internal static partial class ProducedShapes
{
    private static ProducedShape SamQualifiers()
    {
        const string Config = "  FnConfigOwn:\n    Type: AWS::Lambda::EventInvokeConfig\n    DependsOn: Failed\n    Properties: {FunctionName: !Ref FnConfig, Qualifier: $LATEST}\n";
        const string Published = "      AutoPublishAlias: live\n";
        const string Uploads = "      Events: {Raised: {Type: EventBridgeRule, Properties: {Pattern: {source: [orders]}}}}\n";
        return new(
            "sam-qualifiers",
            Resources + Sam("FnLatest") + Published + Sam("FnAlias") + Alias("FnAlias") + Sam("FnBoth") + Uploads + Alias("FnBoth") + SamWithRole("FnTwice", Uploads) + Alias("FnTwice") + Sam("FnConfig") + Config,
            [
                Of("FnLatest", OnFailure(DestinationTargetType.Sqs, "@Failed")) with { Qualifier = "$LATEST" },
                Of("FnAlias", OnFailure(DestinationTargetType.Sns)),
                Of("FnBoth", OnFailure(DestinationTargetType.S3)),
                Of("FnTwice", OnFailure(DestinationTargetType.Lambda, "@Next")),
                Of("FnConfig", OnSuccess(DestinationTargetType.EventBridge, "@Bus")),
            ],
            [
                $"FnLatest:$LATEST OnFailure {Sqs("Failed")}",
                $"FnAlias:live OnFailure {Sns("FnAliasOnFailureTopic")}",
                $"FnBoth:$LATEST OnFailure {S3("FnBothOnFailureBucket")}",
                $"FnBoth:live OnFailure {S3("FnBothOnFailureBucket")}",
                $"FnTwice:$LATEST OnFailure {Lambda("Next")}",
                $"FnTwice:live OnFailure {Lambda("Next")}",
                $"FnConfig:$LATEST OnSuccess {Bus("Bus")}",
            ]);
    }

    private static ProducedShape Durable(string name, Func<string, string> function)
    {
        const string Config = "      DurableConfig: {ExecutionTimeout: 3600}\n";
        const string Policies = """
              Shared: {Type: AWS::SQS::Queue}
              SharedPolicy:
                Type: AWS::SQS::QueuePolicy
                Properties:
                  Queues: [!Ref Shared]
                  PolicyDocument:
                    Version: '2012-10-17'
                    Statement:
                      - {Effect: Allow, Principal: {Service: sns.amazonaws.com}, Action: 'sqs:SendMessage', Resource: !GetAtt Shared.Arn, Condition: {ArnEquals: {'aws:SourceArn': !Ref Alarms}}}

            """;
        static string Rule(string id, string outcome) => $"arn:<partition>:events:<region>:<account>:rule/{id}On{outcome}Rule";
        string Of(string id) => Lambda(id) + ":*";
        const string Failures = "FAILED,TIMED_OUT,STOPPED";
        return new(
            name,
            Resources + Policies + function("FnQueue") + Config + function("FnMade") + Config + function("FnTopic") + Config + function("FnBus") + Config,
            [
                ProducedShapes.Of("FnQueue", OnSuccess(DestinationTargetType.Lambda, "@Next"), OnFailure(DestinationTargetType.Sqs, "@Shared")),
                ProducedShapes.Of("FnMade", OnFailure(DestinationTargetType.Sqs)) with { Delivery = new(2, 600, "@Failed") },
                ProducedShapes.Of("FnTopic", OnFailure(DestinationTargetType.Sns, "@Alarms") with { Statuses = DurableStatuses.Failed }),
                ProducedShapes.Of("FnBus", OnSuccess(DestinationTargetType.EventBridge, "@Bus"), OnFailure(DestinationTargetType.Sqs, "@Shared")) with { Qualifier = "$LATEST" },
            ],
            [
                $"FnQueueOnSuccessRule: {Of("FnQueue")} SUCCEEDED {Lambda("Next")}",
                $"{Lambda("Next")} may: {Rule("FnQueue", "Success")}",
                $"FnQueueOnFailureRule: {Of("FnQueue")} {Failures} {Sqs("Shared")}",
                $"{Sqs("Shared")} may: {Sns("Alarms")}",
                $"{Sqs("Shared")} may: {Rule("FnQueue", "Failure")}",
                $"{Sqs("Shared")} may: {Rule("FnBus", "Failure")}",
                $"FnMadeOnFailureRule: {Of("FnMade")} {Failures} {Sqs("FnMadeOnFailureQueue")} else {Sqs("Failed")}",
                $"{Sqs("FnMadeOnFailureQueue")} may: {Rule("FnMade", "Failure")}",
                $"{Sqs("Failed")} may: {Rule("FnMade", "Failure")}",
                $"FnTopicOnFailureRule: {Of("FnTopic")} FAILED {Sns("Alarms")}",
                $"{Sns("Alarms")} may: EventBridge",
                $"FnBusOnSuccessRule: {Lambda("FnBus")}:$LATEST SUCCEEDED {Bus("Bus")} by arn:<partition>:iam::<account>:role/FnBusOnSuccessRole",
                $"FnBusOnFailureRule: {Lambda("FnBus")}:$LATEST {Failures} {Sqs("Shared")}",
            ],
            [$"FnBusOnSuccessRole events:putevents {Bus("Bus")}"]);
    }

    private static ProducedShape PlainQualifiers()
    {
        static string Rule(string id, string arn) => $"  {id}Rule:\n    Type: AWS::Events::Rule\n    Properties: {{EventPattern: {{source: [orders]}}, Targets: [{{Id: t, Arn: {arn}}}]}}\n";
        static string Config(string id, string dependsOn) => $"  {id}Own:\n    Type: AWS::Lambda::EventInvokeConfig\n{dependsOn}    Properties: {{FunctionName: !Ref {id}, Qualifier: $LATEST, MaximumRetryAttempts: 0}}\n";
        return new(
            "plain-qualifiers",
            Resources
                + Plain("FnVersion") + "  FnVersionOne: {Type: AWS::Lambda::Version, Properties: {FunctionName: !Ref FnVersion}}\n" + Rule("FnVersion", "!Ref FnVersionOne")
                + Plain("FnBoth") + Alias("FnBoth") + Rule("FnBoth", "!GetAtt FnBoth.Arn")
                + Plain("FnGiven") + Alias("FnGiven") + Rule("FnGiven", "!GetAtt FnGiven.Arn")
                + Plain("FnOwn") + Config("FnOwn", "")
                + Plain("FnOwnAfter") + Config("FnOwnAfter", "    DependsOn: Failed\n")
                + Plain("FnOwnAfterTwo") + Config("FnOwnAfterTwo", "    DependsOn:\n      - Failed   # the queue\n      - Alarms\n"),
            [
                Of("FnVersion", OnFailure(DestinationTargetType.Sqs)),
                Of("FnBoth", OnFailure(DestinationTargetType.S3)),
                Of("FnGiven", OnFailure(DestinationTargetType.Sns)) with { Qualifier = "live" },
                Of("FnOwn", OnSuccess(DestinationTargetType.EventBridge, "@Bus")),
                Of("FnOwnAfter", OnSuccess(DestinationTargetType.Lambda, "@NextLive")),
                Of("FnOwnAfterTwo", OnFailure(DestinationTargetType.Sqs)),
            ],
            [
                $"FnVersion:FnVersionOne.Version OnFailure {Sqs("FnVersionOnFailureQueue")}",
                $"FnBoth:$LATEST OnFailure {S3("FnBothOnFailureBucket")}",
                $"FnBoth:live OnFailure {S3("FnBothOnFailureBucket")}",
                $"FnGiven:live OnFailure {Sns("FnGivenOnFailureTopic")}",
                "FnOwn:$LATEST MaximumRetryAttempts 0",
                "FnOwnAfter:$LATEST MaximumRetryAttempts 0",
                "FnOwnAfterTwo:$LATEST MaximumRetryAttempts 0",
                $"FnOwn:$LATEST OnSuccess {Bus("Bus")}",
                $"FnOwnAfter:$LATEST OnSuccess {Lambda("Next:live")}",
                $"FnOwnAfterTwo:$LATEST OnFailure {Sqs("FnOwnAfterTwoOnFailureQueue")}",
            ]);
    }

    private static ProducedShape SamGlobals() => new(
        "sam-globals",
        "Globals:\n  Function:\n    AutoPublishAlias: live\n    EventInvokeConfig:\n      MaximumRetryAttempts: 0\n      DestinationConfig: {OnFailure: {Type: SNS, Destination: !Ref Alarms}}\n"
            + Resources + Sam("FnOne") + SamWithRole("FnTwo"),
        [
            Of("FnOne", OnFailure(DestinationTargetType.Sns, "@Alarms"), OnSuccess(DestinationTargetType.Sqs)),
            Of("FnTwo", OnFailure(DestinationTargetType.Sqs, "@Failed")) with { MaximumRetryAttempts = 2 },
        ],
        [
            "FnOne:live MaximumRetryAttempts 0",
            $"FnOne:live OnFailure {Sns("Alarms")}",
            $"FnOne:live OnSuccess {Sqs("FnOneOnSuccessQueue")}",
            "FnTwo:live MaximumRetryAttempts 2",
            $"FnTwo:live OnFailure {Sqs("Failed")}",
        ]);

    private static ProducedShape Conditions()
    {
        static string Conditional(string function) => function.Replace("    Properties:\n", "    Condition: Everywhere\n    Properties:\n", StringComparison.Ordinal);
        return new(
            "conditions",
            Resources + Conditional(Sam("FnSam")) + Conditional(SamWithRole("FnRole")) + Conditional(Plain("FnPlain")),
            [
                Of("FnSam", OnFailure(DestinationTargetType.Sqs)),
                Of("FnRole", OnFailure(DestinationTargetType.Sns)),
                Of("FnPlain", OnFailure(DestinationTargetType.S3)),
            ],
            [
                $"FnSam:$LATEST OnFailure {Sqs("FnSamOnFailureQueue")}",
                $"FnRole:$LATEST OnFailure {Sns("FnRoleOnFailureTopic")}",
                $"FnPlain:$LATEST OnFailure {S3("FnPlainOnFailureBucket")}",
            ]);
    }

    /// <summary>Roles that can do it already, by statements of every kind: no policy is added.</summary>
    private static ProducedShape GrantedAlready()
    {
        string inline = Plain("FnInline").Replace("  FnInline:\n", "      Policies: [{PolicyName: own, PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'sqs:Send*', Resource: !Sub 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${Failed.QueueName}'}]}}]\n  FnInline:\n", StringComparison.Ordinal)
            .Replace("    Properties: {AssumeRole", "    Properties:\n      AssumeRole", StringComparison.Ordinal).Replace("'sts:AssumeRole'}]}}\n", "'sts:AssumeRole'}]}\n", StringComparison.Ordinal);
        return new(
            "granted-already",
            Resources + inline + SamWithRole("FnManaged").Replace("    Properties: {AssumeRole", "    Properties: {ManagedPolicyArns: [!Sub 'arn:${AWS::Partition}:iam::aws:policy/AmazonSNSFullAccess'], AssumeRole", StringComparison.Ordinal),
            [Of("FnInline", OnFailure(DestinationTargetType.Sqs, "@Failed")), Of("FnManaged", OnFailure(DestinationTargetType.Sns, "@Alarms"))],
            [$"FnInline:$LATEST OnFailure {Sqs("Failed")}", $"FnManaged:$LATEST OnFailure {Sns("Alarms")}"],
            [$"-RoleOfFnInline sqs:sendmessage {Sqs("Failed")}", $"RoleOfFnInline sqs:send* {Sqs("Failed.QueueName")}", $"-RoleOfFnManaged sns:publish {Sns("Alarms")}"]);
    }

    /// <summary>Policies of their own grant already: one that can be waited for, one that itself waits for the function, and two for one function.</summary>
    private static ProducedShape GrantedApart()
    {
        static string Policy(string function, string action, string resource, string more = "") =>
            $"  {function}May{action[..3]}:\n    Type: AWS::IAM::Policy\n{more}    Properties: {{PolicyName: own{action[..3]}, Roles: [!Ref RoleOf{function}], PolicyDocument: {{Version: '2012-10-17', Statement: [{{Effect: Allow, Action: '{action}', Resource: {resource}}}]}}}}\n";
        return new(
            "granted-apart",
            Resources
                + Plain("FnPlain") + Policy("FnPlain", "sqs:SendMessage", "!GetAtt Failed.Arn")
                + SamWithRole("FnSam") + Policy("FnSam", "sqs:SendMessage", "!GetAtt Failed.Arn")
                + SamWithRole("FnAfter") + Policy("FnAfter", "sqs:SendMessage", "!GetAtt Failed.Arn", "    DependsOn: FnAfter\n")
                + Plain("FnTwo") + Policy("FnTwo", "sqs:SendMessage", "!GetAtt Failed.Arn") + Policy("FnTwo", "sns:Publish", "!Ref Alarms"),
            [
                Of("FnPlain", OnFailure(DestinationTargetType.Sqs, "@Failed")),
                Of("FnSam", OnFailure(DestinationTargetType.Sqs, "@Failed")),
                Of("FnAfter", OnFailure(DestinationTargetType.Sqs, "@Failed")),
                Of("FnTwo", OnFailure(DestinationTargetType.Sqs, "@Failed"), OnSuccess(DestinationTargetType.Sns, "@Alarms")),
            ],
            [
                $"FnPlain:$LATEST OnFailure {Sqs("Failed")}",
                $"FnSam:$LATEST OnFailure {Sqs("Failed")}",
                $"FnAfter:$LATEST OnFailure {Sqs("Failed")}",
                $"FnTwo:$LATEST OnFailure {Sqs("Failed")}",
                $"FnTwo:$LATEST OnSuccess {Sns("Alarms")}",
            ]);
    }

    /// <summary>Two functions with one role: each waits for its own policy.</summary>
    private static ProducedShape SharedRole()
    {
        string second = Plain("FnTwo")[Plain("FnTwo").IndexOf("  FnTwo:\n", StringComparison.Ordinal)..].Replace("RoleOfFnTwo", "RoleOfFnOne", StringComparison.Ordinal);
        return new(
            "shared-role",
            Resources + Plain("FnOne") + second,
            [Of("FnOne", OnSuccess(DestinationTargetType.EventBridge, "@Bus")), Of("FnTwo", OnSuccess(DestinationTargetType.Lambda, "@FnOne"))],
            [$"FnOne:$LATEST OnSuccess {Bus("Bus")}", $"FnTwo:$LATEST OnSuccess {Lambda("FnOne")}"]);
    }

    /// <summary>Destinations that wait for their function in every way, so that neither the function nor its role can wait for them.</summary>
    private static ProducedShape Circles()
    {
        static string After(string resource) => $"      Environment: {{Variables: {{Previous: !Ref {resource}}}}}\n";
        const string Published = "      AutoPublishAlias: live-2\n";
        const string OwnApi = "      Events: {Get: {Type: Api, Properties: {Path: /, Method: get}}}\n";
        return new(
            "circles",
            Resources
                + Sam("FnRole") + Sam("AfterFnRole") + After("FnRole")
                + SamWithRole("FnPolicy") + Sam("AfterFnPolicy") + After("FnPolicy")
                + Sam("FnPublished") + Published + Sam("AfterFnPublished") + "      Policies: [{LambdaInvokePolicy: {FunctionName: !Ref FnPublished}}]\n"
                + SamWithRole("FnPublishedPolicy", Published) + Sam("AfterFnPublishedPolicy") + After("FnPublishedPolicy")
                + Sam("FnApi") + OwnApi + Sam("AfterFnApi") + "      Environment: {Variables: {Url: !Sub 'https://${ServerlessRestApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/Prod/'}}\n"
                + Sam("FnBucket") + "      Events: {Put: {Type: S3, Properties: {Bucket: !Ref Inbox, Events: 's3:ObjectCreated:*'}}}\n  Inbox: {Type: AWS::S3::Bucket}\n"
                + Sam("RingOne") + Sam("RingTwo") + SamWithRole("RingThree") + SamWithRole("RingFour"),
            [
                .. Circled.Select(static x => Of(x.Function, OnSuccess(DestinationTargetType.Lambda, "@After" + x.Function), OnFailure(DestinationTargetType.Sqs)) with { MaximumRetryAttempts = 1 }),
                Of("FnBucket", OnFailure(DestinationTargetType.S3, "@Inbox")),
                .. Ring.Select(static (x, i) => Of(x, OnFailure(DestinationTargetType.Lambda, "@" + Ring[(i + 1) % Ring.Length]))),
            ],
            [
                .. Circled.SelectMany(static x => new[]
                {
                    $"{x.Function}:{x.Qualifier} MaximumRetryAttempts 1",
                    $"{x.Function}:{x.Qualifier} OnSuccess {Lambda("After" + x.Function)}",
                    $"{x.Function}:{x.Qualifier} OnFailure {Sqs(x.Function + "OnFailureQueue")}",
                }),
                $"FnBucket:$LATEST OnFailure {S3("Inbox")}",
                .. Ring.Select(static (x, i) => $"{x}:$LATEST OnFailure {Lambda(Ring[(i + 1) % Ring.Length])}"),
            ],
            [$"AfterFnPublishedRole lambda:invokefunction {Lambda("FnPublished")}*"]);
    }
}
