using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using LambdaDestinations.Templates.Syntax;
using AlarmsModel = LambdaDestinations.Templates.Manifest.AlarmsModel;
using HandlerModel = LambdaDestinations.Templates.Manifest.HandlerModel;

namespace LambdaDestinations.Cdk.Tests;

/// <summary>The tests share the CDK's one process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CdkProcess
{
    public const string Name = "CDK";
}

/// <summary>A CDK app in a folder of its own.</summary>
internal sealed class CdkApp : IDisposable
{
    private static readonly Lazy<string?> Missing = new(FindMissing);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambda-destinations-cdk-");

    public CdkApp()
    {
        // In CI it must be there.
        Xunit.Skip.If(Missing.Value is not null && System.Environment.GetEnvironmentVariable("CI") != "true", Missing.Value);
        Directory.CreateDirectory(Code);
        File.WriteAllText(Path.Combine(Code, "Shop.dll"), "");
        App = new App(new AppProps { Outdir = Path.Combine(_folder.FullName, "cdk.out"), AnalyticsReporting = false, TreeMetadata = false });
        Stack = new Stack(App, "Shop");
    }

    /// <summary>The manifest of this assembly.</summary>
    public static DestinationManifest Manifest { get; } = DestinationManifest.Load(typeof(CdkApp).Assembly);

    public App App { get; }

    public Stack Stack { get; }

    /// <summary>The folder of the functions.</summary>
    public string Code => Path.Combine(_folder.FullName, "code");

    /// <summary>The manifest with other declarations.</summary>
    public static DestinationManifest Change(Func<HandlerModel, HandlerModel> change, AlarmsModel? alarms = null) =>
        Manifest.With(Manifest.Declared with { Handlers = new(Manifest.Declared.Handlers.Select(change)), Alarms = alarms });

    /// <summary>Warnings and errors of the checks, but for handlers of this assembly that the app has not.</summary>
    public string[] Told(DestinationManifest? manifest = null) =>
    [
        .. DestinationFindings.Of(Synth(), manifest ?? Manifest)
            .Where(static x => x.Severity > DestinationFindingSeverity.Info && x.RuleId != "LD1012")
            .Select(static x => x.ToString()),
    ];

    public static string Handler(string method) => $"LambdaDestinations.Cdk.Tests::Shop.Orders::{method}";

    /// <summary>A function that runs a method of <see cref="Shop.Orders"/>.</summary>
    public Function Function(string method, Constructs.Construct? scope = null, string? id = null) => new(scope ?? Stack, id ?? method, Props(method));

    public FunctionProps Props(string method) => new()
    {
        Runtime = Runtime.DOTNET_8,
        Handler = Handler(method),
        Code = Amazon.CDK.AWS.Lambda.Code.FromAsset(Code),
    };

    public string Synth() => App.Synth().Directory;

    /// <summary>The resources of a synthesized template.</summary>
    public TemplateValue Template(string stack = "Shop")
    {
        string folder = Synth();
        TemplateDocument document = TemplateParser.Parse(File.ReadAllText(Path.Combine(folder, stack + ".template.json")), TemplateFormat.Json);
        return TemplateValue.FromNode(document.Root!)["Resources"]!;
    }

    /// <summary>The errors that constructs carry, as <c>path: text</c>.</summary>
    public string[] Errors(Amazon.CDK.CXAPI.CloudAssembly? assembly = null) =>
    [
        .. from stack in (assembly ?? App.Synth()).StacksRecursively
           from message in stack.Messages
           where message.Level == Amazon.CDK.CXAPI.SynthesisMessageLevel.ERROR
           select $"{message.Id.TrimStart('/')}: {message.Entry.Data}",
    ];

    /// <summary>Applies the manifest to the functions that are there.</summary>
    public CdkApp Apply(ApplyOptions? options = null, Constructs.IConstruct? scope = null, DestinationManifest? manifest = null)
    {
        options ??= new ApplyOptions();
        options.AllowMissingFunctions = true;
        Destinations.Apply(scope ?? Stack, manifest ?? Manifest, options);
        return this;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string? FindMissing()
    {
        try
        {
            using Process node = Process.Start(new ProcessStartInfo("node", "--version") { RedirectStandardOutput = true })!;
            node.WaitForExit();
            return node.ExitCode == 0 ? null : "Node.js does not run";
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return "Node.js is not here: " + error.Message;
        }
    }
}

/// <summary>What tests ask of a synthesized template.</summary>
internal static partial class Resources
{
    public static IEnumerable<(string Id, TemplateValue Properties)> OfType(this TemplateValue resources, string type) =>
        resources.Entries.Where(x => x.Value["Type"]!.Text == type).Select(static x => (x.Key, x.Value["Properties"] ?? TemplateValue.Map(Array.Empty<(string, TemplateValue)>())));

    /// <summary>What the policies of roles allow: role, action and resource.</summary>
    public static IEnumerable<string> Grants(this TemplateValue resources) =>
        from policy in resources.OfType("AWS::IAM::Policy")
        from statement in policy.Properties["PolicyDocument"]!["Statement"]!.Items
        from action in Items(statement["Action"]!)
        from resource in Items(statement["Resource"]!)
        from role in policy.Properties["Roles"]!.Items
        select $"{statement["Effect"]!.Text} {role} {action.Text} {Objects().Replace(resource.ToString(), "{\"Fn::Join\": [\"\", [$1, \"/*\"]]}")}";

    /// <summary>The asynchronous settings.</summary>
    public static string[] Configs(this TemplateValue resources) =>
        [.. resources.OfType("AWS::Lambda::EventInvokeConfig").Select(static x => Sorted(x.Properties).ToString()).Order(StringComparer.Ordinal)];

    /// <summary>With the members of each map in one order.</summary>
    private static TemplateValue Sorted(TemplateValue value) => value.Kind == TemplateValueKind.Map
        ? TemplateValue.Map(value.Entries.OrderBy(static x => x.Key, StringComparer.Ordinal).Select(static x => new KeyValuePair<string, TemplateValue>(x.Key, Sorted(x.Value))))
        : value;

    /// <summary>The objects of a bucket as the template update writes them; the CDK writes the same in another way.</summary>
    [GeneratedRegex("""\{"Fn::Join": \["/", \[(.*), "\*"\]\]\}""")]
    private static partial Regex Objects();

    private static IReadOnlyList<TemplateValue> Items(TemplateValue value) => value.Kind == TemplateValueKind.List ? value.Items : [value];
}
