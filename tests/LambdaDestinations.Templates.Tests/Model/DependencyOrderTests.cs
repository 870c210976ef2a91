using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Paths;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Model;

/// <summary>What waits for what, after SAM.</summary>
public sealed class DependencyOrderTests
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Conditions: {IsProd: !Equals [!Ref AWS::Region, eu-west-1]}
        Globals: {Function: {Environment: {Variables: {Table: !Ref Table}}, Tags: {Owner: !Ref Tagger}}}
        Resources:
          Table: {Type: AWS::Serverless::SimpleTable, Properties: {Tags: {Of: !Ref Tagged}}}
          Owner: {Type: AWS::SSM::Parameter}
          Tagger: {Type: AWS::SSM::Parameter}
          Tagged: {Type: AWS::SSM::Parameter, Metadata: {Of: !Ref Hidden}}
          Hidden: {Type: AWS::SSM::Parameter}
          Queue: {Type: AWS::SQS::Queue}
          Bucket: {Type: AWS::S3::Bucket, DependsOn: [Connector]}
          Bus: {Type: AWS::Events::EventBus, Condition: IsProd, DependsOn: Queue}
          Boundary: {Type: AWS::IAM::ManagedPolicy}
          Graph: {Type: AWS::Serverless::GraphQLApi, Properties: {Functions: {Resolve: {Of: !Ref Plain}}}}
          Connector: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: Bucket}, Destination: [{Id: Plain}], Permissions: [Write]}}
          Role: {Type: AWS::IAM::Role}
          Plain:
            Type: AWS::Lambda::Function
            DependsOn: Owner
            Properties: {Role: !GetAtt Role.Arn, VpcConfig: !If [IsProd, {SubnetIds: [!Ref Queue]}, !Ref AWS::NoValue]}
          Sam:
            Type: AWS::Serverless::Function
            DependsOn: [Hidden, Queue]
            Properties:
              PermissionsBoundary: !Ref Boundary
              Tags: {Own: yes}
              DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Dead.Arn}
              EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: Lambda, Destination: !GetAtt Plain.Arn}}}
              Events:
                Lines: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn, DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Failed.Arn}}}}
                Users: {Type: Cognito, Properties: {UserPool: !Ref Pool, Trigger: PreSignUp}}
                Put: {Type: S3, Properties: {Bucket: !Ref Inbox}}
                Get: {Type: Api, Properties: {Path: /, Method: get}}
            Metadata: {LambdaDestinations: {Assembly: App, Owns: {DependsOn: 'Hidden, Queue', EventInvokeConfig.DestinationConfig.OnFailure: Lambda Plain.Arn}}}
          Chosen: {Type: AWS::Serverless::Function, Properties: {Role: !If [IsProd, !GetAtt Role.Arn, !Ref AWS::NoValue], Policies: [{SQSSendMessagePolicy: {QueueName: !GetAtt Queue.QueueName}}]}}
          Given: {Type: AWS::Serverless::Function, Properties: {Role: !GetAtt Role.Arn, Policies: [{SQSSendMessagePolicy: {QueueName: !GetAtt Queue.QueueName}}]}}
          Dead: {Type: AWS::SQS::Queue}
          Failed: {Type: AWS::SQS::Queue}
          Stream: {Type: AWS::Kinesis::Stream}
          Pool: {Type: AWS::Cognito::UserPool}
          Inbox: {Type: AWS::S3::Bucket}
          Made: {Type: AWS::IAM::Policy, DependsOn: Queue, Metadata: {LambdaDestinations: {Assembly: App, Function: Sam}}}
        """;

    private static readonly TemplateModel Model = TemplateModel.Read(TemplateFile.Parse(Template));

    /// <summary>Whether the first waits for the second: in every deployment, in one at most, and as the build sees it.</summary>
    [Theory]
    [InlineData("Sam", "SamRole", true, true, true)]
    [InlineData("SamRole", "Sam", false, false, false)]
    [InlineData("Sam", "Boundary", true, true, true)]
    [InlineData("Sam", "Dead", true, true, true)]
    [InlineData("SamRole", "Dead", true, true, true)]
    [InlineData("SamRole", "Failed", true, true, true)]
    [InlineData("Sam", "Stream", false, false, false)]
    [InlineData("Sam", "Table", true, true, true)]
    [InlineData("Sam", "Tagged", true, true, true)]
    [InlineData("Sam", "Hidden", true, true, true)]
    [InlineData("Tagged", "Hidden", false, false, false)]
    [InlineData("SamRole", "Plain", true, true, false)]
    [InlineData("Given", "Tagger", true, true, true)]
    [InlineData("Given", "Role", true, true, true)]
    [InlineData("Given", "Queue", false, false, false)]
    [InlineData("Chosen", "ChosenRole", false, true, true)]
    [InlineData("ChosenRole", "Queue", true, true, true)]
    [InlineData("Pool", "Sam", true, true, true)]
    [InlineData("Inbox", "Sam", true, true, true)]
    [InlineData("ServerlessRestApi", "Sam", true, true, true)]
    [InlineData("ServerlessHttpApi", "Sam", false, false, false)]
    [InlineData("Bucket", "Plain", false, true, true)]
    [InlineData("Plain", "Owner", true, true, true)]
    [InlineData("Plain", "Queue", false, true, true)]
    [InlineData("Bus", "Queue", false, true, true)]
    [InlineData("Graph", "Plain", false, true, true)]
    [InlineData("Made", "Queue", true, true, false)]
    public void A_resource_waits_for_another(string later, string first, bool always, bool maybe, bool ofOthers)
    {
        Assert.Equal(always, DependencyOrder.Certain(Model).PathTo(later, first) is not null);
        Assert.Equal(maybe, new DependencyOrder(Model).PathTo(later, first) is not null);
        Assert.Equal(ofOthers, new DependencyOrder(Model, static x => OwnershipRecord.Read(x)).PathTo(later, first) is not null);
    }

    /// <summary>Both may say one property: what of <c>Globals</c> is left cannot be told.</summary>
    [Fact]
    public void What_a_function_says_itself_may_take_the_place_of_what_Globals_say()
    {
        Assert.Null(DependencyOrder.Certain(Model).PathTo("Sam", "Tagger"));
        Assert.Equal(["Sam", "Tagger"], new DependencyOrder(Model).PathTo("Sam", "Tagger"));
    }

    [Fact]
    public void Our_own_name_stands_last_in_the_order_that_we_wrote()
    {
        Assert.NotNull(new DependencyOrder(Model).PathTo("Sam", "Queue"));
        Assert.Null(new DependencyOrder(Model, static x => OwnershipRecord.Read(x)).PathTo("Sam", "Queue"));
    }

    [Fact]
    public void What_is_added_counts_and_the_way_is_the_shortest()
    {
        DependencyOrder order = new(Model);
        Assert.Null(order.PathTo("Queue", "Owner"));
        order.Add("Queue", ["Plain"]);
        order.Add("Queue", ["Dead"]);
        Assert.Equal(["Queue", "Plain", "Owner"], order.PathTo("Queue", "Owner"));
        Assert.Equal(["Queue", "Dead"], order.PathTo("Queue", "Dead"));
        Assert.Equal(["Dead"], order.PathTo("Dead", "Dead"));
    }

    /// <summary>What SAM makes of a function waits for what its events and settings name, too.</summary>
    [Fact]
    public void What_SAM_makes_of_a_function_waits_for_all_that_it_names()
    {
        DependencyOrder order = new(Model);
        TemplateResource sam = Model.Find("Sam")!;
        Assert.True(order.IsAfter(sam, "Stream"));
        Assert.True(order.IsAfter(sam, "SamRole"));
        Assert.False(order.IsAfter(sam, "Graph"));
        Assert.False(new DependencyOrder(Model, static x => OwnershipRecord.Read(x)).IsAfter(sam, "Bus"));
    }
}
