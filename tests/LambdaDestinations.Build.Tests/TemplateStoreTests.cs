using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace LambdaDestinations.Build.Tests;

/// <summary>A template that something else writes while its change is worked out, as the task and the tool's <c>apply</c> meet it.</summary>
public sealed class TemplateStoreTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public TemplateStoreTests() => File.WriteAllText(_path, "old");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_file_that_is_written_meanwhile_is_read_again()
    {
        List<string> read = [];
        int again = 0;

        string result = TemplateStore.WorkOut(
            _path,
            "template.yaml",
            () =>
            {
                byte[] bytes = Read(read);
                if (read.Count == 1)
                {
                    File.WriteAllText(_path, "by an editor");
                }

                return (bytes, true, read[^1] + " and ours");
            },
            () => again++);

        Assert.Equal(["old", "by an editor"], read);
        Assert.Equal("by an editor and ours", result);
        Assert.Equal(1, again);
        Assert.Equal("by an editor", File.ReadAllText(_path));
    }

    [Fact]
    public void The_same_bytes_written_meanwhile_are_no_change()
    {
        List<string> read = [];
        _ = TemplateStore.WorkOut(
            _path,
            "template.yaml",
            () =>
            {
                byte[] bytes = Read(read);
                File.WriteAllText(_path, "old");
                return (bytes, true, 0);
            },
            static () => Assert.Fail("It is the same file."));
        Assert.Equal(["old"], read);
    }

    [Fact]
    public void What_is_not_to_be_written_is_read_once()
    {
        List<string> read = [];
        Assert.Equal(7, TemplateStore.WorkOut(_path, "template.yaml", () =>
        {
            byte[] bytes = Read(read);
            File.WriteAllText(_path, "by an editor");
            return (bytes, false, 7);
        }));
        Assert.Equal(["old"], read);
    }

    [Fact]
    public void A_file_that_never_rests_is_an_error_and_stays_as_the_other_wrote_it()
    {
        List<string> read = [];
        int again = 0;

        TemplateRaceException error = Assert.Throws<TemplateRaceException>(() => TemplateStore.WorkOut(
            _path,
            "template.yaml",
            () =>
            {
                byte[] bytes = Read(read);
                File.WriteAllText(_path, $"write {read.Count}");
                return (bytes, true, 0);
            },
            () => again++));

        Assert.Equal("'template.yaml' is changed by something else again and again.", error.Message);
        Assert.Equal(["old", "write 1", "write 2", "write 3", "write 4"], read);
        Assert.Equal(4, again);
        Assert.Equal("write 5", File.ReadAllText(_path));
    }

    [Fact]
    public void A_file_that_goes_meanwhile_is_an_error() =>
        Assert.Throws<FileNotFoundException>(() => TemplateStore.WorkOut(_path, "template.yaml", () =>
        {
            byte[] bytes = File.ReadAllBytes(_path);
            File.Delete(_path);
            return (bytes, true, 0);
        }));

    private byte[] Read(List<string> read)
    {
        byte[] bytes = File.ReadAllBytes(_path);
        read.Add(Encoding.UTF8.GetString(bytes));
        return bytes;
    }
}
