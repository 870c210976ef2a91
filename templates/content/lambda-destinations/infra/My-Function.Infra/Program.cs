using Amazon.CDK;
using My_Function.Infra;

// The folder of the published function: dotnet publish src/My-Function -o publish
App app = new();
_ = new FunctionStack(app, "MyLogicalId", args.Length > 0 ? args[0] : "publish");
app.Synth();
