using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using static LambdaDestinations.Templates.Tests.Update.Handlers;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>Templates with a function <c>Worker</c>, and a handler whose failures go to its queue <c>Failed</c>.</summary>
internal static class InvokeConfigs
{
    public const string PlainWorker = """
        Resources:
          Failed:
            Type: AWS::SQS::Queue
          Role:
            Type: AWS::IAM::Role
            Properties: {AssumeRolePolicyDocument: {}}
          Worker:
            Type: AWS::Lambda::Function
            Properties:
              Handler: App::App.Handlers::Run
              Role: !GetAtt Role.Arn

        """;

    public const string PublishedVersion = """
          Version:
            Type: AWS::Lambda::Version
            Properties: {FunctionName: !Ref Worker}

        """;

    public const string LiveAlias = """
          Live:
            Type: AWS::Lambda::Alias
            Properties: {FunctionName: !Ref Worker, FunctionVersion: !GetAtt Version.Version, Name: live}

        """;

    public const string BetaAlias = """
          Beta:
            Type: AWS::Lambda::Alias
            Condition: IsBeta
            Properties: {FunctionName: !GetAtt Worker.Arn, FunctionVersion: $LATEST, Name: !Ref BetaName}

        """;

    public const string SamWorker = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Failed:
            Type: AWS::SQS::Queue
          Worker:
            Type: AWS::Serverless::Function
            Properties:
              Handler: App::App.Handlers::Run

        """;

    public const string Destination = """{"OnFailure": {"Destination": {"Fn::GetAtt": ["Failed", "Arn"]}}}""";

    public static readonly HandlerModel ToFailed = Handler(OnFailure(DestinationTargetType.Sqs, "@Failed")) with { MaximumRetryAttempts = 1 };
}
