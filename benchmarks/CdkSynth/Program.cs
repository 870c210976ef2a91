using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Lambda.Destinations;
using Amazon.CDK.AWS.SQS;
using LambdaDestinations.Cdk;

// hand|attributes FUNCTIONS: milliseconds from the first construct to the written template.
bool byHand = args[0] == "hand";
int functions = int.Parse(args[1], CultureInfo.InvariantCulture);
string folder = Directory.CreateTempSubdirectory("cdk-synth-").FullName;
string code = Directory.CreateDirectory(Path.Combine(folder, "code")).FullName;
File.WriteAllText(Path.Combine(code, "empty"), "");

// The CDK's process and its library are started by the first construct, in either case.
_ = new Stack(new App(new AppProps { Outdir = Path.Combine(folder, "warm") }), "Warm");
Stopwatch watch = Stopwatch.StartNew();
App app = new(new AppProps { Outdir = Path.Combine(folder, "cdk.out"), AnalyticsReporting = false });
Stack stack = new(app, "Shop");
for (int i = 0; i < functions; i++)
{
    Queue placed = new(stack, $"Placed{i}");
    Queue failed = new(stack, $"Failed{i}");
    _ = new Function(stack, $"Place{i}", new FunctionProps
    {
        Runtime = Runtime.DOTNET_8,
        Handler = $"CdkSynth::Shop.Orders::Place{i}",
        Code = Code.FromAsset(code),
        OnSuccess = byHand ? new SqsDestination(placed) : null,
        OnFailure = byHand ? new SqsDestination(failed) : null,
        RetryAttempts = byHand ? 1 : null,
    });
}

if (!byHand)
{
    Destinations.Apply(stack, DestinationManifest.Load(typeof(Shop.Orders).Assembly));
}

app.Synth();
Console.WriteLine(watch.ElapsedMilliseconds.ToString(CultureInfo.InvariantCulture));
Directory.Delete(folder, recursive: true);
