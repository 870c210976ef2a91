using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Iam;

/// <summary>
/// SAM's policy templates (SAM translator, <c>policy_templates.json</c>), as far as they grant what destinations and the mappings of queues need.
/// </summary>
internal static class SamPolicyTemplates
{
    private static readonly Dictionary<string, Grant[]> Granting = new(StringComparer.Ordinal)
    {
        ["SQSSendMessagePolicy"] = [new("QueueName", ["sqs:SendMessage*"], ["sqs:{0}"])],
        ["SQSPollerPolicy"] = [new("QueueName", ManagedPolicies.ReadingActions, ["sqs:{0}"])],
        ["SNSPublishMessagePolicy"] = [new("TopicName", ["sns:Publish"], ["sns:{0}"])],
        ["SNSCrudPolicy"] = [new("TopicName", ["sns:Publish"], ["sns:{0}*"])],
        ["LambdaInvokePolicy"] = [new("FunctionName", ["lambda:InvokeFunction"], ["lambda:function:{0}*"])],
        ["EventBridgePutEventsPolicy"] = [new("EventBusName", ["events:PutEvents"], ["events:event-bus/{0}"])],
        ["S3ReadPolicy"] = [new("BucketName", ["s3:ListBucket"], ["s3:{0}", "s3:{0}/*"])],
        ["S3WritePolicy"] = [new("BucketName", ["s3:PutObject"], ["s3:{0}", "s3:{0}/*"])],
        ["S3CrudPolicy"] = [new("BucketName", ["s3:PutObject", "s3:ListBucket"], ["s3:{0}", "s3:{0}/*"])],
        ["S3FullAccessPolicy"] = [new("BucketName", ["s3:PutObject"], ["s3:{0}/*"]), new("BucketName", ["s3:ListBucket"], ["s3:{0}"])],
        ["KMSDecryptPolicy"] = [new("KeyId", ["kms:Decrypt"], ["kms:key/{0}"])],
        ["KMSEncryptPolicy_v2"] = [new("KeyId", ["kms:GenerateDataKey"], ["kms:key/{0}"])],
    };

    private static readonly HashSet<string> Others = new(
        ("AMIDescribePolicy AWSSecretsManagerGetSecretValuePolicy AWSSecretsManagerRotationPolicy AcmGetCertificatePolicy AthenaQueryPolicy "
        + "CloudFormationDescribeStacksPolicy CloudWatchDashboardPolicy CloudWatchDescribeAlarmHistoryPolicy CloudWatchPutMetricPolicy CodeCommitCrudPolicy "
        + "CodeCommitReadPolicy CodePipelineLambdaExecutionPolicy CodePipelineReadOnlyPolicy ComprehendBasicAccessPolicy CostExplorerReadOnlyPolicy "
        + "DynamoDBBackupFullAccessPolicy DynamoDBCrudPolicy DynamoDBReadPolicy DynamoDBReconfigurePolicy DynamoDBRestoreFromBackupPolicy "
        + "DynamoDBStreamReadPolicy DynamoDBWritePolicy EC2CopyImagePolicy EC2DescribePolicy EFSWriteAccessPolicy EKSDescribePolicy EcsRunTaskPolicy "
        + "ElasticMapReduceAddJobFlowStepsPolicy ElasticMapReduceCancelStepsPolicy ElasticMapReduceModifyInstanceFleetPolicy "
        + "ElasticMapReduceModifyInstanceGroupsPolicy ElasticMapReduceSetTerminationProtectionPolicy ElasticMapReduceTerminateJobFlowsPolicy "
        + "ElasticsearchHttpPostPolicy FilterLogEventsPolicy FirehoseCrudPolicy FirehoseWritePolicy KMSEncryptPolicy KinesisCrudPolicy KinesisStreamReadPolicy "
        + "MobileAnalyticsWriteOnlyAccessPolicy OrganizationsListAccountsPolicy PinpointEndpointAccessPolicy PollyFullAccessPolicy RekognitionDetectOnlyPolicy "
        + "RekognitionFacesManagementPolicy RekognitionFacesPolicy RekognitionLabelsPolicy RekognitionNoDataAccessPolicy RekognitionReadPolicy "
        + "RekognitionWriteOnlyAccessPolicy Route53ChangeResourceRecordSetsPolicy SESBulkTemplatedCrudPolicy SESBulkTemplatedCrudPolicy_v2 SESCrudPolicy "
        + "SESEmailTemplateCrudPolicy SESSendBouncePolicy SSMParameterReadPolicy SSMParameterWithSlashPrefixReadPolicy "
        + "SageMakerCreateEndpointConfigPolicy SageMakerCreateEndpointPolicy ServerlessRepoReadWriteAccessPolicy StepFunctionsCallbackPolicy "
        + "StepFunctionsExecutionPolicy StepFunctionsExecutionPolicy_v2 TextractDetectAnalyzePolicy TextractGetResultPolicy TextractPolicy VPCAccessPolicy").Split(' '),
        StringComparer.Ordinal);

    /// <summary>Every template's name.</summary>
    public static IEnumerable<string> Names => Granting.Keys.Concat(Others);

    /// <summary>The statements of a template that count here; <see langword="null"/> when SAM has no such template.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="parameters">The values of its parameters.</param>
    /// <param name="item">Where it is used.</param>
    /// <param name="interpreter">Works out the parameters.</param>
    public static IEnumerable<PolicyStatement>? Find(string name, MappingNode? parameters, PolicyItem item, Interpreter interpreter)
    {
        if (Granting.TryGetValue(name, out Grant[]? grants))
        {
            return grants.Select(x => new PolicyStatement(
                item.Place,
                false,
                [.. x.Actions.Select(static y => SymbolicText.Of(y.ToLowerInvariant()))],
                [.. x.Resources.Select(y => Arn(y, Parameter(parameters, x.Parameter, interpreter), interpreter))],
                item.Exists,
                policyName: name));
        }

        // It has a name only, so that a finding can say that it does not help.
        return Others.Contains(name) ? [new PolicyStatement(item.Place, false, [], [], item.Exists, policyName: name)] : null;
    }

    private static SymbolicText Parameter(MappingNode? parameters, string name, Interpreter interpreter) =>
        parameters?[name] is { } node ? interpreter.Text(TemplateValue.FromNode(node)) : SymbolicText.Of(new Placeholder(name, PlaceholderShape.Any));

    /// <summary>The ARN of a service's resource in the stack's own account and region.</summary>
    private static SymbolicText Arn(string pattern, SymbolicText parameter, Interpreter interpreter)
    {
        int colon = pattern.IndexOf(':');
        string service = pattern.Substring(0, colon);
        string[] resource = pattern.Substring(colon + 1).Split(["{0}"], StringSplitOptions.None);
        SymbolicText prefix = interpreter.Text(TemplateValue.Sub(service == "s3" ? "arn:${AWS::Partition}:s3:::" : $"arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:"));
        return SymbolicText.Concat(prefix, SymbolicText.Of(resource[0]), parameter, SymbolicText.Of(resource[1]));
    }

    private sealed record Grant(string Parameter, string[] Actions, string[] Resources);
}
