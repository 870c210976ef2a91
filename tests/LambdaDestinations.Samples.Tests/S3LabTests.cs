using System;
using System.IO;
using System.Threading.Tasks;
using S3Lab.Drive;

namespace LambdaDestinations.Samples.Tests;

public sealed class S3LabTests
{
    [Fact]
    public async Task The_lab_prints_what_its_page_shows()
    {
        using StringWriter output = new() { NewLine = "\n" };

        await Lab.RunAsync(output);

        string printed = output.ToString();
        string shown = Example(await File.ReadAllTextAsync(Path.Combine(Repository, "samples", "S3Lab", "README.md")));
        int start = printed.IndexOf("== 1.", StringComparison.Ordinal);
        int end = printed.IndexOf("== Everything", StringComparison.Ordinal);
        Assert.Equal(shown.Trim(), printed[start..end].Trim());
    }

    [Fact]
    public async Task The_lab_shows_the_template_with_what_the_attributes_say()
    {
        using StringWriter output = new() { NewLine = "\n" };

        await Lab.RunAsync(output);

        Assert.Contains(await File.ReadAllTextAsync(Path.Combine(Repository, "samples", "S3Lab", "template.yaml")), output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Destination: !GetAtt FailureQueue.Arn", output.ToString(), StringComparison.Ordinal);
    }

    private static string Repository { get; } = FindRepository();

    /// <summary>The block of text of a page.</summary>
    private static string Example(string page)
    {
        int start = page.IndexOf("```text\n", StringComparison.Ordinal) + "```text\n".Length;
        return page[start..page.IndexOf("\n```", start, StringComparison.Ordinal)];
    }

    private static string FindRepository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LambdaDestinations.Generators.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The repository is not above the test's folder.");
    }
}
