using System;
using System.IO;
using System.Threading.Tasks;

namespace LambdaDestinations.Build.Tests;

/// <summary>What AFL found (<c>tests/afl.sh</c>) is read in every run: inputs that reached new code, and those that were crashes once.</summary>
public sealed class FuzzCorpusTests
{
    [Theory]
    [InlineData("parser")]
    [InlineData("editor")]
    [InlineData("update")]
    [InlineData("manifest")]
    [InlineData("pe")]
    [InlineData("records")]
    [InlineData("envelopes")]
    public async Task Every_input_of_the_corpus_is_taken(string target)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "..", "..", "ParserRunner", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), "ParserRunner.dll");
        string corpus = Path.Combine(PackageFeed.Repository, "tests", "ParserRunner", "Corpus", target);
        (int exitCode, string output) = await Dotnet.Run(PackageFeed.Repository, program, "try", target, corpus);
        Assert.True(exitCode == 0, output);
        Assert.Contains($"{target}: {Directory.GetFiles(corpus).Length} files, 0 faults", output, StringComparison.Ordinal);
    }
}
