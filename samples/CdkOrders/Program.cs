using System;
using System.IO;
using Amazon.CDK;
using CdkOrders;

// The functions as they were built beside this program; for a deployment: dotnet publish, and the folder of that as argument.
DirectoryInfo own = new(AppContext.BaseDirectory);
string code = args.Length > 0 ? args[0] : Path.Combine(own.Parent!.Parent!.FullName, "OrderPipeline", own.Name);

// The CDK's command line says where to; without it the folder is the one where it would look.
App app = new(new AppProps { Outdir = System.Environment.GetEnvironmentVariable("CDK_OUTDIR") ?? "cdk.out" });
_ = new OrdersStack(app, "Orders", code);
app.Synth();
