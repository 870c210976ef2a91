using System.Text;
using Amazon.CDK;
using LambdaDestinations;
using LambdaDestinations.Cdk;
using LambdaDestinations.Testing;
using My_Function.Infra;

namespace My_Function.Tests;

/// <summary>What the stack deploys, as Lambda runs it asynchronously. The synthesis needs Node.js.</summary>
public sealed class StackTests
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("my-function-").FullName;
    private static readonly FunctionStack Stack = Synthesize();

    [Fact]
    public async Task An_order_leaves_a_success_record()
    {
        await using LambdaTestHost host = LambdaTestHost.FromTemplate(Template, typeof(Function).Assembly);
        await host.InvokeAsync(IdOf("Function"), new Order("A-1001", 3), FunctionJson.Default.Order);
        await host.RunUntilIdleAsync();

#if (UseSqs)
        CapturedMessage message = host.Queue(IdOf("FunctionOnSuccessQueue")).ShouldHaveReceivedOne();
#endif
#if (UseSns)
        CapturedMessage message = host.Topic(IdOf("FunctionOnSuccessTopic")).ShouldHaveReceivedOne();
#endif
#if (UseEventBridge)
        CapturedMessage message = host.Bus(IdOf("RecordBus")).ShouldHaveReceivedOne();
#endif
        SuccessRecord<Order, Receipt> record = Function_Handle_Records.ReadSuccess(Assert.Single(DestinationEnvelope.Read(Encoding.UTF8.GetBytes(message.Body))));
        Assert.Equal(new Order("A-1001", 3), record.RequestPayload);
        Assert.Equal(28.5m, record.ResponsePayload!.Total);
        host.Function(IdOf("Failures")).ShouldHaveBeenInvoked(0);
    }

    [Fact]
    public async Task An_empty_order_is_reported_after_its_retry()
    {
        await using LambdaTestHost host = LambdaTestHost.FromTemplate(Template, typeof(Function).Assembly);
        await host.InvokeAsync(IdOf("Function"), new Order("A-1002", 0), FunctionJson.Default.Order);
        await host.RunUntilIdleAsync();

        host.Function(IdOf("Function")).ShouldHaveBeenInvoked(2);
#if (UseSqs)
        host.Queue(IdOf("FailedQueue")).ShouldHaveReceivedOne().ShouldHaveCondition("RetriesExhausted");
#endif
#if (UseSns)
        host.Topic(IdOf("FailedTopic")).ShouldHaveReceivedOne().ShouldHaveCondition("RetriesExhausted");
#endif
#if (UseEventBridge)
        host.Bus(IdOf("RecordBus")).ShouldHaveReceivedOne().ShouldHaveCondition("RetriesExhausted");
#endif
        Assert.Equal(InvocationOutcome.Succeeded, Assert.Single(host.Function(IdOf("Failures")).ShouldHaveBeenInvoked(1)).Outcome);
    }

    [Fact]
    public void The_checks_find_nothing() =>
        Assert.DoesNotContain(DestinationFindings.Of(Path.GetDirectoryName(Template)!, FunctionStack.Manifest), x => x.Severity != DestinationFindingSeverity.Info);

    private static string Template => Path.Combine(Folder, "cdk.out", "MyLogicalId.template.json");

    /// <summary>The function's code is not looked at, as it runs in this process.</summary>
    private static FunctionStack Synthesize()
    {
        string code = Directory.CreateDirectory(Path.Combine(Folder, "code")).FullName;
        File.WriteAllText(Path.Combine(code, "empty"), "");
        App app = new(new AppProps { Outdir = Path.Combine(Folder, "cdk.out") });
        FunctionStack stack = new(app, "MyLogicalId", code);
        app.Synth();
        return stack;
    }

    /// <summary>The logical id that the CDK gives to a construct of the stack.</summary>
    private static string IdOf(string construct) => Stack.GetLogicalId((CfnElement)Stack.Node.FindChild(construct).Node.DefaultChild!);
}
