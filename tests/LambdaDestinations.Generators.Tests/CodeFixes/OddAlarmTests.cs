using System;
using System.Threading.Tasks;
using LambdaDestinations.Generators.Tests.Analyzers;

namespace LambdaDestinations.Generators.Tests.CodeFixes;

/// <summary>Corrections of <c>[assembly: DestinationAlarms]</c>, the only attribute of ours that is corrected at the assembly.</summary>
public sealed class OddAlarmTests
{
    private const string Created = "[OnFailureDestination(DestinationType.Sqs)]";
    private const string Given = "[OnFailureDestination(DestinationType.Sqs, \"@Queue\")]";

    [Theory]
    [InlineData("LD1075", Created, "\"@OpsTopik\"", "DestinationAlarms(\"@OpsTopic\")")]
    [InlineData("LD1075", Created, "\"@OpsTopicArn\", /* who */ \"@OpsTopik\", Failures = 2", "DestinationAlarms(\"@OpsTopicArn\", /* who */ \"@OpsTopic\", Failures = 2)")]
    [InlineData("LD1076", Created, "\"@OpsTopic\", Failures = -1, PeriodInSeconds = 90", "DestinationAlarms(\"@OpsTopic\", Failures = 1, PeriodInSeconds = 90)")]
    [InlineData("LD1076", Created, "topics: new[] { \"@OpsTopic\" }, MessageAgeInSeconds = 2 * 1000 * 1000", "new[] { \"@OpsTopic\" }, MessageAgeInSeconds = 1209600)")]
    [InlineData("LD1077", Given, "\"@OpsTopic\", Failures = 3, Messages = 2", "DestinationAlarms(\"@OpsTopic\", Failures = 3)")]
    [InlineData("LD1077", Given, "\"@OpsTopic\", Messages = 2, Failures = 3", "DestinationAlarms(\"@OpsTopic\", Failures = 3)")]
    public async Task An_argument_is_corrected(string id, string destination, string arguments, string expected) =>
        Assert.Contains(expected, await FixHarness.FixAsync(id, [AlarmTests.Code(arguments, destination)], AlarmTests.Template), StringComparison.Ordinal);

    [Fact]
    public async Task An_attribute_that_watches_nothing_is_removed()
    {
        string code = await FixHarness.FixAsync("LD1077", [AlarmTests.Code("\"@OpsTopic\"", "")], AlarmTests.Template, removes: true);
        Assert.DoesNotContain("DestinationAlarms", code, StringComparison.Ordinal);
    }
}
