using System.Linq;
using System.Text;
using LambdaDestinations.Templates;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Benchmarks.Templates;

/// <summary>A template as a team writes it, with so many functions, a queue each, and the handlers that ask for destinations.</summary>
internal static class SampleTemplate
{
    /// <summary>The template in YAML, with comments, or the same in indented JSON.</summary>
    public static byte[] Write(int functions, TemplateFormat format)
    {
        StringBuilder yaml = new("AWSTemplateFormatVersion: '2010-09-09'\nTransform: AWS::Serverless-2016-10-31\n\nGlobals:\n  Function:\n    Runtime: dotnet10\n    Timeout: 30\n\nResources:\n");
        for (int i = 0; i < functions; i++)
        {
            yaml.Append(System.Globalization.CultureInfo.InvariantCulture, $"""
                  # What function number {i} is for.
                  Worker{i}:
                    Type: AWS::Serverless::Function
                    Properties:
                      CodeUri: src/Worker{i}/
                      Handler: App::App.Handlers::Run{i}
                      MemorySize: 512   # measured
                      Environment:
                        Variables:
                          TABLE_NAME: !Ref Table
                          QUEUE_URL: !Ref Queue{i}
                      Policies:
                        - DynamoDBCrudPolicy: {"{"}TableName: !Ref Table{"}"}
                      Events:
                        Uploaded:
                          Type: S3
                          Properties:
                            Bucket: !Ref Uploads
                            Events: s3:ObjectCreated:*
                            Filter: {"{"}S3Key: {"{"}Rules: [{"{"}Name: prefix, Value: 'in/{i}/'{"}"}]{"}"}{"}"}

                  Queue{i}:
                    Type: AWS::SQS::Queue
                    Properties:
                      MessageRetentionPeriod: 1209600
                      Tags:
                        - Key: owner
                          Value: team-{i % 7}


                """);
        }

        yaml.Append("  Table:\n    Type: AWS::DynamoDB::Table\n  Uploads:\n    Type: AWS::S3::Bucket\n");
        string text = yaml.ToString();
        return Encoding.UTF8.GetBytes(format == TemplateFormat.Yaml ? text : ToJson(text));
    }

    /// <summary>One handler per function: successes to the queue that is there, failures to one that is created.</summary>
    public static DestinationManifest Manifest(int functions) => new(new EquatableArray<HandlerModel>(Enumerable.Range(0, functions).Select(static i => new HandlerModel(
        new FunctionReference("App", "App.Handlers", "Run" + i.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        null,
        null,
        new(
            new DestinationModel(DestinationOutcome.Success, DestinationTargetType.Sqs, "@Queue" + i.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new DestinationModel(DestinationOutcome.Failure, DestinationTargetType.Sqs, null)),
        MaximumRetryAttempts: 1))));

    private static string ToJson(string yaml)
    {
        string line = TemplateValue.FromNode(TemplateParser.Parse(yaml, TemplateFormat.Yaml).Root!).ToString();
        return System.Text.Json.Nodes.JsonNode.Parse(line)!.ToJsonString(RoundTrips.Indented);
    }
}
