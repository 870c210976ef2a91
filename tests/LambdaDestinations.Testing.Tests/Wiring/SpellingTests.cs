using System;
using System.IO;
using System.Threading.Tasks;
using LambdaDestinations.Shared.Tests;

namespace LambdaDestinations.Testing.Tests.Wiring;

/// <summary>The emulator reads every spelling of a reference as the checks do.</summary>
public sealed class SpellingTests
{
    public static TheoryData<string> All => [.. Spellings.All];

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_destination_is_the_queue(string spelling)
    {
        string function = """
              Worker:
                Type: AWS::Serverless::Function
                Properties: {Handler: App, EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: SPELLING}}}}
            """;
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".yaml");
        await File.WriteAllTextAsync(path, Spellings.Template + function.Replace("SPELLING", spelling, StringComparison.Ordinal));
        try
        {
            await using LambdaTestHost host = new LambdaTestHostBuilder().WithRegion("eu-west-1").UseTemplate(path).Build();
            Assert.Same(host.Queue("Orders"), host.Function("Worker").Settings.OnFailure);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The manifest's kinds of targets have the values of the attribute's, which the generator casts; the emulator goes by their names.</summary>
    [Fact]
    public void The_kinds_of_targets_are_those_of_the_attributes() =>
        Assert.Equal(
            Array.ConvertAll(Enum.GetValues<DestinationType>(), static x => (x.ToString(), (int)x)),
            Array.ConvertAll(Enum.GetValues<Templates.Aws.DestinationTargetType>(), static x => (x.ToString(), (int)x)));
}
