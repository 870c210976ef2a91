using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using LambdaDestinations.Generators.Analyzers;
using LambdaDestinations.Generators.Tests.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LambdaDestinations.Generators.Tests.Analyzers;

/// <summary>What somebody is told who is new to it: the name that he meant, what ASP.NET Core does with an attribute, the context that he has.</summary>
public sealed class WayInTests
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Queue: {Type: AWS::SQS::Queue}
          Web: {Type: AWS::Serverless::Function, Properties: {Handler: 'App::App.LambdaEntryPoint::FunctionHandlerAsync', Runtime: dotnet10}}

        """;

    private const string AspNet = """
        namespace Microsoft.AspNetCore.Mvc { public abstract class ControllerBase { } public sealed class ApiControllerAttribute : System.Attribute { } }
        namespace Microsoft.AspNetCore.Builder
        {
            public sealed class WebApplication { }
            public static class Endpoints { public static void MapGet(this WebApplication app, string path, System.Delegate handler) { } }
        }
        namespace Own { public static class Bootstrap { public static void Start(System.Delegate handler) { } } }
        namespace Amazon.Lambda.AspNetCoreServer
        {
            public abstract class APIGatewayProxyFunction
            {
                public virtual System.Threading.Tasks.Task<string> FunctionHandlerAsync(string request, Amazon.Lambda.Core.ILambdaContext context) => System.Threading.Tasks.Task.FromResult(request);
            }
        }
        """;

    private const string Producer = """
        public class P
        {
            [OnFailureDestination(DestinationType.Sqs, "@Queue")] public void Handle(string order) { }
        }

        """;

    [Theory]
    [InlineData("Handel", "Type 'P' has no method 'Handel'; did you mean 'Handle'?")]
    [InlineData("handle", "Type 'P' has no method 'handle'; did you mean 'Handle'?")]
    [InlineData("Elsewhere", "Type 'P' has no method 'Elsewhere'")]
    public async Task A_method_that_is_near_is_asked_for(string name, string expected)
    {
        string code = AnalyzerHarness.Usings + Producer + $"public class C {{ [OnFailureDestination<P>(\"{name}\")] public void Run(string x) {{ }} [DestinationConsumer(typeof(P), \"{name}\")] public void On(FailureRecord<string> x) {{ }} }}";

        Assert.Equal(expected, Assert.Single(await Analyze(new DestinationAnalyzer(), code), static x => x.Id == "LD1057").GetMessage(CultureInfo.InvariantCulture));
        Diagnostic ofConsumer = Assert.Single(await Analyze(new ConsumerAnalyzer(), code), static x => x.Id == "LD5002");
        Assert.Equal(expected, ofConsumer.GetMessage(CultureInfo.InvariantCulture).Replace(", so nothing can be consumed from it", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[OnFailureDestination(DestinationType.Sqs, \"@Queue\")] public string Get(string id) => id;", "class Orders : Microsoft.AspNetCore.Mvc.ControllerBase", true)]
    [InlineData("[OnFailureDestination(DestinationType.Sqs, \"@Queue\")] public string Get(string id) => id;", "[Microsoft.AspNetCore.Mvc.ApiController] class Orders", true)]
    [InlineData("[OnFailureDestination(DestinationType.Sqs, \"@Queue\")] public string Get(string id) => id;", "class Orders", false)]
    public async Task An_action_of_a_controller_belongs_to_the_whole_function(string member, string type, bool isAction)
    {
        string code = AnalyzerHarness.Usings + $"{type.Replace("class", "public class", StringComparison.Ordinal)} {{ {member} }} public class LambdaEntryPoint : Amazon.Lambda.AspNetCoreServer.APIGatewayProxyFunction {{ }}";
        string message = Assert.Single(await Analyze(new DestinationAnalyzer(), code), static x => x.Id == "LD1012").GetMessage(CultureInfo.InvariantCulture);

        Assert.Equal(isAction, message.Contains("Override FunctionHandlerAsync in the entry point class and put the attribute there", StringComparison.Ordinal));
        Assert.Equal(!isAction, message.Contains("the only function is 'Web'", StringComparison.Ordinal));
    }

    /// <summary>The way in that the messages advise.</summary>
    [Fact]
    public async Task The_override_of_the_entry_point_is_the_function()
    {
        string code = AnalyzerHarness.Usings + """
            public class LambdaEntryPoint : Amazon.Lambda.AspNetCoreServer.APIGatewayProxyFunction
            {
                [OnFailureDestination(DestinationType.Sqs, "@Queue")]
                public override Task<string> FunctionHandlerAsync(string request, Amazon.Lambda.Core.ILambdaContext context) => base.FunctionHandlerAsync(request, context);
            }
            """;

        Assert.Empty(await Analyze(new DestinationAnalyzer(), code));
    }

    [Theory]
    [InlineData("app.MapGet(\"/\", [OnFailureDestination(DestinationType.Sqs, \"@Queue\")] (string x) => x);", true)]
    [InlineData("Own.Bootstrap.Start([OnFailureDestination(DestinationType.Sqs, \"@Queue\")] (string x) => x);", false)]
    [InlineData("[OnFailureDestination(DestinationType.Sqs, \"@Queue\")] string Local(string x) => x; app.MapGet(\"/\", Local);", true)]
    public async Task An_endpoint_is_told_from_a_delegate_of_the_bootstrap(string statement, bool isEndpoint)
    {
        string code = AnalyzerHarness.Usings.Replace("namespace App;", "using Microsoft.AspNetCore.Builder;\nnamespace App;", StringComparison.Ordinal) + $"public class H {{ public void M(WebApplication app) {{ {statement} }} }}";
        string message = Assert.Single(await Analyze(new LocalFunctionAnalyzer(), code)).GetMessage(CultureInfo.InvariantCulture);

        Assert.Equal(isEndpoint, message.Contains("Override FunctionHandlerAsync", StringComparison.Ordinal));
        Assert.Equal(!isEndpoint, message.Contains("pass that to the bootstrap", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData("[assembly: DestinationSerializer(typeof(App.Json))]", "", false)]
    [InlineData("[assembly: Amazon.Lambda.Core.LambdaSerializer(typeof(Amazon.Lambda.Serialization.SystemTextJson.SourceGeneratorLambdaJsonSerializer<App.Json>))]", "", false)]
    [InlineData("", "public abstract partial class Second : System.Text.Json.Serialization.JsonSerializerContext { protected Second() : base(null) { } }", false)]
    public async Task The_only_context_of_a_project_should_be_named(string attribute, string more, bool isTold)
    {
        string code = "using LambdaDestinations;\n" + attribute + "\nnamespace App;\n" + Producer + "public abstract partial class Json : System.Text.Json.Serialization.JsonSerializerContext { protected Json() : base(null) { } }\n" + more;
        ImmutableArray<Diagnostic> found = [.. (await Analyze(new PayloadAnalyzer(), code)).Where(static x => x.Id == "LD1064")];

        Assert.Equal(isTold ? ["'Json' is the project's only JsonSerializerContext, but the generated readers do not use it; add [assembly: DestinationSerializer(typeof(Json))]"] : [], found.Select(static x => x.GetMessage(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_context_is_not_missed_where_no_payload_is_read()
    {
        const string Code = "using LambdaDestinations;\nnamespace App;\npublic class P { [OnFailureDestination(DestinationType.Sqs)] public void Handle() { } }\npublic abstract partial class Json : System.Text.Json.Serialization.JsonSerializerContext { protected Json() : base(null) { } }\n";

        Assert.Empty(await Analyze(new PayloadAnalyzer(), Code));
    }

    /// <summary>The wrappers of Amazon.Lambda.Annotations 2.3.0, by its own <c>GeneratedMethodModelBuilder</c>.</summary>
    [Theory]
    [InlineData("APIGateway.RestApi(\"/\")", "string", "Amazon.Lambda.APIGatewayEvents.APIGatewayProxyResponse")]
    [InlineData("APIGateway.HttpApi(\"/\")", "Task<string>", "Amazon.Lambda.APIGatewayEvents.APIGatewayHttpApiV2ProxyResponse")]
    [InlineData("APIGateway.HttpApi(\"/\", Version = APIGateway.HttpApiVersion.V1)", "string", "Amazon.Lambda.APIGatewayEvents.APIGatewayProxyResponse")]
    [InlineData("APIGateway.HttpApi(\"/\", Version = APIGateway.HttpApiVersion.V2)", "string", "Amazon.Lambda.APIGatewayEvents.APIGatewayHttpApiV2ProxyResponse")]
    [InlineData("APIGateway.HttpApi(\"/\")", "Task", "Amazon.Lambda.APIGatewayEvents.APIGatewayHttpApiV2ProxyResponse")]
    [InlineData("APIGateway.FunctionUrl", "string", "Amazon.Lambda.APIGatewayEvents.APIGatewayHttpApiV2ProxyResponse")]
    [InlineData("ALB.ALBApi", "string", "Amazon.Lambda.ApplicationLoadBalancerEvents.ApplicationLoadBalancerResponse")]
    [InlineData("APIGateway.HttpApi(\"/\")", "Task<APIGateway.IHttpResult>", null)]
    [InlineData("APIGateway.HttpApiAuthorizer", "APIGateway.IAuthorizerResult", null)]
    [InlineData("S3.S3Event(\"@B\")", "Task<string>", "string")]
    public void Readers_of_an_API_function_have_the_type_of_its_wrapper(string trigger, string returns, string? response)
    {
        string code = $$"""
            using System.Threading.Tasks;
            using LambdaDestinations;

            namespace Amazon.Lambda.Annotations
            {
                public class Functions
                {
                    [LambdaFunction, {{trigger}}, OnSuccessDestination(DestinationType.Sqs)]
                    public {{returns}} Run(string x) => throw new System.NotSupportedException();
                }
            }

            namespace Amazon.Lambda.Annotations.APIGateway
            {
                public enum HttpApiVersion { V1, V2 }
                public interface IHttpResult { }
                public interface IAuthorizerResult { }
                public sealed class RestApiAttribute(string path) : System.Attribute { public string Path { get; } = path; }
                public sealed class FunctionUrlAttribute : System.Attribute { }
                public sealed class HttpApiAuthorizerAttribute : System.Attribute { }
            }

            namespace Amazon.Lambda.Annotations.ALB { public sealed class ALBApiAttribute : System.Attribute { } }
            namespace Amazon.Lambda.APIGatewayEvents { public class APIGatewayProxyResponse { } public class APIGatewayHttpApiV2ProxyResponse { } }
            namespace Amazon.Lambda.ApplicationLoadBalancerEvents { public class ApplicationLoadBalancerResponse { } }
            """;
        string core = Stubs.Core.Replace("HttpApiAttribute(string path) : System.Attribute { public", "HttpApiAttribute(string path) : System.Attribute { public HttpApiVersion Version { get; set; } public", StringComparison.Ordinal);
        string generated = string.Concat(GeneratorHarness.Generate(code, core).Values);

        string request = trigger.StartsWith("S3", StringComparison.Ordinal) ? "string" : "global::LambdaDestinations.DestinationVoid";

        // What has a request and a response inherits its readers.
        string named = request == "string" ? "DestinationRecords" : "SuccessRecord";
        Assert.Contains($"{named}<{request}, {(response is null ? "global::LambdaDestinations.DestinationVoid" : response == "string" ? response : "global::" + response)}>", generated, StringComparison.Ordinal);
    }

    private static Task<ImmutableArray<Diagnostic>> Analyze(DiagnosticAnalyzer analyzer, string code) =>
        AnalyzerHarness.AnalyzeAsync(analyzer, GeneratorHarness.Compile(code, Stubs.Core, AspNet), Microsoft.CodeAnalysis.Text.SourceText.From(Template, System.Text.Encoding.UTF8));
}
