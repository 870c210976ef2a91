using System;
using System.Collections.Immutable;
using System.IO;
using System.Threading.Tasks;
using LambdaDestinations.Build.Tests;

namespace LambdaDestinations.Package.Tests;

/// <summary>A user's folder with central package management, the feed, and every warning an error.</summary>
internal sealed class UserSolution : IDisposable
{
    /// <summary>A function with both destinations and its JSON context.</summary>
    public const string Orders = """
        using System.Text.Json.Serialization;
        using LambdaDestinations;

        [assembly: DestinationSerializer(typeof(Shop.ShopJson))]

        namespace Shop;

        public sealed record Order(string Id, int Quantity);

        public sealed record Receipt(string Id, decimal Total);

        [JsonSerializable(typeof(Order))]
        [JsonSerializable(typeof(Receipt))]
        public sealed partial class ShopJson : JsonSerializerContext;

        public sealed class Orders
        {
            [OnSuccessDestination(DestinationType.Sqs)]
            [OnFailureDestination(DestinationType.Sns)]
            public Receipt Place(Order order) => new(order.Id, order.Quantity * 9.5m);
        }

        """;

    public const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          PlaceOrder:   # the shop
            Type: AWS::Serverless::Function
            Properties:
              Handler: Shop::Shop.Orders::Place
              Runtime: dotnet10

        """;

    /// <summary>Reads a record as AWS sends it, with the generated reader.</summary>
    public const string ReadOne = """"
        using System;
        using Shop;

        byte[] record = """
            {"version":"1.0","timestamp":"2026-01-02T03:04:05.678Z","requestContext":{"requestId":"e4b46cbf","functionArn":"arn:aws:lambda:eu-west-1:123456789012:function:PlaceOrder:$LATEST","condition":"Success","approximateInvokeCount":1},"requestPayload":{"Id":"A-1001","Quantity":3},"responseContext":{"statusCode":200,"executedVersion":"$LATEST"},"responsePayload":{"Id":"A-1001","Total":28.5}}
            """u8.ToArray();
        Console.WriteLine($"read {Orders_Place_Records.ReadSuccess(record).RequestPayload!.Id}: {Orders_Place_Records.ReadSuccess(record).ResponsePayload!.Total}");

        """";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambda-destinations-user-");

    public UserSolution()
    {
        Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{PackageFeed.Packages}" /></config>
              <fallbackPackageFolders><add key="user" value="{PackageFeed.UserPackages}" /></fallbackPackageFolders>
              <packageSources><add key="feed" value="{PackageFeed.Path}" /></packageSources>
            </configuration>
            """);
        Write("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <MSBuildTreatWarningsAsErrors>true</MSBuildTreatWarningsAsErrors>
              </PropertyGroup>
            </Project>
            """);
        Write("Directory.Packages.props", $"""
            <Project>
              <PropertyGroup>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
              </PropertyGroup>
              <ItemGroup>
                <PackageVersion Include="LambdaDestinations.Generators" Version="{PackageFeed.Version}" />
                <PackageVersion Include="LambdaDestinations.Testing" Version="{PackageFeed.Version}" />
                <PackageVersion Include="Microsoft.CodeAnalysis.CSharp" Version="4.8.0" />
              </ItemGroup>
            </Project>
            """);
    }

    /// <summary>Writes a file of the solution; a project gets the SDK's frame.</summary>
    public void Write(string file, string text)
    {
        string path = PathOf(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, file.EndsWith("proj", StringComparison.Ordinal) ? $"""<Project Sdk="Microsoft.NET.Sdk">{text}</Project>""" : text);
    }

    public string Read(string file) => File.ReadAllText(PathOf(file));

    public string PathOf(string file) => Path.Combine(_folder.FullName, file);

    /// <summary>Runs the SDK in the solution's folder; it must succeed.</summary>
    public Task<string> Run(params string[] arguments) => Run(ImmutableDictionary<string, string>.Empty, arguments);

    /// <summary>Runs the SDK in the solution's folder with more variables; it must succeed.</summary>
    public async Task<string> Run(ImmutableDictionary<string, string> environment, params string[] arguments)
    {
        (int exitCode, string output) = await Dotnet.Run(_folder.FullName, environment, arguments);
        Assert.True(exitCode == 0, output);
        return output;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
