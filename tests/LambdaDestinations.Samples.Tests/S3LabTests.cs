using System;
using System.IO;
using System.Threading.Tasks;
using S3Lab.Drive;

namespace LambdaDestinations.Samples.Tests;

public sealed class S3LabTests
{
    [Fact]
    public async Task The_lab_prints_what_its_page_shows_and_the_template_with_what_the_attributes_say()
    {
        using StringWriter output = new() { NewLine = "\n" };

        await Lab.RunAsync(output);

        string printed = output.ToString();
        int start = printed.IndexOf("== 1.", StringComparison.Ordinal);
        int end = printed.IndexOf("== Everything", StringComparison.Ordinal);
        Assert.Equal(SamplePage.Block("S3Lab", "text").Trim(), printed[start..end].Trim());
        string template = await File.ReadAllTextAsync(Path.Combine(SamplePage.Repository, "samples", "S3Lab", "template.yaml"));
        Assert.Contains(template, printed, StringComparison.Ordinal);
        Assert.Contains("Destination: !GetAtt FailureQueue.Arn", template, StringComparison.Ordinal);
    }
}
