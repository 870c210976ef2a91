using System.Threading.Tasks;

namespace LambdaDestinations.Package.Tests;

/// <summary>
/// Stand-ins of the two packages of Amazon that the project template needs, with the ids and versions that it pins: they are not on every machine's
/// sources. They have what a handler sees of them, and a serializer that works.
/// </summary>
internal static class AmazonPackages
{
    public const string CoreVersion = "3.2.0";
    public const string SerializerVersion = "3.0.0";

    /// <summary>Packs them.</summary>
    /// <param name="folder">Where the projects are written.</param>
    /// <param name="target">The folder that serves as feed.</param>
    public static async Task Pack(UserSolution folder, string target)
    {
        folder.Write("amazon/Directory.Build.props", "<Project><PropertyGroup><TargetFramework>net8.0</TargetFramework><LangVersion>latest</LangVersion><Nullable>enable</Nullable></PropertyGroup></Project>");
        folder.Write("amazon/Directory.Packages.props", "<Project />");
        folder.Write("amazon/Core/Amazon.Lambda.Core.csproj", $"<PropertyGroup><Version>{CoreVersion}</Version></PropertyGroup>");
        folder.Write("amazon/Core/Core.cs", """
            namespace Amazon.Lambda.Core
            {
                [System.AttributeUsage(System.AttributeTargets.Assembly | System.AttributeTargets.Method)]
                public sealed class LambdaSerializerAttribute(System.Type serializerType) : System.Attribute
                {
                    public System.Type SerializerType { get; set; } = serializerType;
                }

                public interface ILambdaSerializer
                {
                    T Deserialize<T>(System.IO.Stream requestStream);
                    void Serialize<T>(T response, System.IO.Stream responseStream);
                }

                public interface ILambdaLogger
                {
                    void Log(string message);
                    void LogLine(string message);
                }

                public interface ILambdaContext
                {
                    string AwsRequestId { get; }
                    string FunctionName { get; }
                    string FunctionVersion { get; }
                    string InvokedFunctionArn { get; }
                    ILambdaLogger Logger { get; }
                    string LogGroupName { get; }
                    string LogStreamName { get; }
                    int MemoryLimitInMB { get; }
                    System.TimeSpan RemainingTime { get; }
                }
            }

            """);
        folder.Write("amazon/Json/Amazon.Lambda.Serialization.SystemTextJson.csproj", $"""
            <PropertyGroup><Version>{SerializerVersion}</Version></PropertyGroup>
            <ItemGroup><ProjectReference Include="../Core/Amazon.Lambda.Core.csproj" /></ItemGroup>
            """);
        folder.Write("amazon/Json/Json.cs", """
            using System;
            using System.IO;
            using System.Text.Json;
            using System.Text.Json.Serialization;
            using System.Text.Json.Serialization.Metadata;
            using Amazon.Lambda.Core;

            namespace Amazon.Lambda.Serialization.SystemTextJson
            {
                public class AwsNamingPolicy : JsonNamingPolicy
                {
                    public override string ConvertName(string name) => name;
                }

                public class SourceGeneratorLambdaJsonSerializer<TSGContext> : ILambdaSerializer where TSGContext : JsonSerializerContext
                {
                    private readonly TSGContext _context = (TSGContext)Activator.CreateInstance(
                        typeof(TSGContext),
                        new JsonSerializerOptions { PropertyNameCaseInsensitive = true, PropertyNamingPolicy = new AwsNamingPolicy() })!;

                    public T Deserialize<T>(Stream requestStream) => JsonSerializer.Deserialize(requestStream, (JsonTypeInfo<T>)_context.GetTypeInfo(typeof(T))!)!;

                    public void Serialize<T>(T response, Stream responseStream) => JsonSerializer.Serialize(responseStream, response, (JsonTypeInfo<T>)_context.GetTypeInfo(typeof(T))!);
                }
            }

            """);
        folder.Write("amazon/All.slnx", """<Solution><Project Path="Core/Amazon.Lambda.Core.csproj" /><Project Path="Json/Amazon.Lambda.Serialization.SystemTextJson.csproj" /></Solution>""");
        await folder.Run("pack", "amazon/All.slnx", "-o", target);
    }
}
