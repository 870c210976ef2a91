using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;

namespace LambdaDestinations.Build.Tests;

/// <summary>A template that something else writes while its change is worked out, as the task and the tool's <c>apply</c> meet it.</summary>
public sealed class TemplateStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambda-destinations-store-");
    private readonly string _path;

    public TemplateStoreTests()
    {
        _path = Path.Combine(_folder.FullName, "template.yaml");
        File.WriteAllText(_path, "old");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_file_is_replaced_by_what_was_worked_out()
    {
        (string result, string? failure) = TemplateStore.Rewrite(_path, "template.yaml", () => (File.ReadAllBytes(_path), "new"u8.ToArray(), "done"), static () => Assert.Fail("Nobody wrote."));
        Assert.Equal(("done", null), (result, failure));
        Assert.Equal("new", File.ReadAllText(_path));
        Assert.Equal(["template.yaml"], Names());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_that_is_written_meanwhile_is_read_again(bool byRename)
    {
        List<string> read = [];
        int again = 0;

        (string result, string? failure) = TemplateStore.Rewrite(
            _path,
            "template.yaml",
            () =>
            {
                byte[] bytes = Read(read);
                if (read.Count == 1)
                {
                    Save("by an editor", byRename);
                }

                string ours = read[^1] + " and ours";
                return (bytes, Encoding.UTF8.GetBytes(ours), ours);
            },
            () => again++);

        Assert.Equal(["old", "by an editor"], read);
        Assert.Equal(("by an editor and ours", null, 1), (result, failure, again));
        Assert.Equal("by an editor and ours", File.ReadAllText(_path));
        Assert.Equal(["template.yaml"], Names());
    }

    [Fact]
    public void The_same_bytes_written_meanwhile_are_no_change()
    {
        List<string> read = [];
        _ = TemplateStore.Rewrite(
            _path,
            "template.yaml",
            () =>
            {
                byte[] bytes = Read(read);
                File.WriteAllText(_path, "old");
                return (bytes, "new"u8.ToArray(), 0);
            },
            static () => Assert.Fail("It is the same file."));
        Assert.Equal(["old"], read);
        Assert.Equal("new", File.ReadAllText(_path));
    }

    [Fact]
    public void What_is_not_to_be_written_is_read_once()
    {
        List<string> read = [];
        Assert.Equal((7, null), TemplateStore.Rewrite<int>(_path, "template.yaml", () =>
        {
            byte[] bytes = Read(read);
            File.WriteAllText(_path, "by an editor");
            return (bytes, null, 7);
        }));
        Assert.Equal(["old"], read);
        Assert.Equal("by an editor", File.ReadAllText(_path));
    }

    [Fact]
    public void A_file_that_never_rests_is_an_error_and_stays_as_the_other_wrote_it()
    {
        List<string> read = [];
        int again = 0;

        TemplateRaceException error = Assert.Throws<TemplateRaceException>(() => TemplateStore.Rewrite(
            _path,
            "template.yaml",
            () =>
            {
                byte[] bytes = Read(read);
                File.WriteAllText(_path, $"write {read.Count}");
                return (bytes, "ours"u8.ToArray(), 0);
            },
            () => again++));

        Assert.Equal("'template.yaml' is changed by something else again and again.", error.Message);
        Assert.Equal(["old", "write 1", "write 2", "write 3", "write 4"], read);
        Assert.Equal(4, again);
        Assert.Equal("write 5", File.ReadAllText(_path));
        Assert.Equal(["template.yaml"], Names());
    }

    [Fact]
    public void A_file_that_goes_meanwhile_is_a_failure_and_does_not_come_back()
    {
        (int result, string? failure) = TemplateStore.Rewrite<int>(_path, "template.yaml", () =>
        {
            byte[] bytes = File.ReadAllBytes(_path);
            File.Delete(_path);
            return (bytes, "ours"u8.ToArray(), 1);
        });
        Assert.Equal(1, result);
        Assert.NotEmpty(failure!);
        Assert.Empty(Names());
    }

    /// <summary>Each save falls between the reading of the file and its replacement.</summary>
    [Fact]
    public void Of_a_thousand_saves_before_the_replacement_none_is_lost()
    {
        for (int i = 0; i < 1_000; i++)
        {
            int runs = 0;
            string save = $"save {i}";
            (_, string? failure) = TemplateStore.Rewrite<int>(_path, "template.yaml", () =>
            {
                byte[] read = File.ReadAllBytes(_path);
                if (++runs == 1)
                {
                    Save(save, byRename: i % 2 == 0);
                }

                return (read, [.. read, .. " and ours"u8], 0);
            });
            Assert.Equal((null, 2, save + " and ours"), (failure, runs, File.ReadAllText(_path)));
        }

        Assert.Equal(["template.yaml"], Names());
    }

    /// <summary>
    /// Saves of another thread, at any time, the swap itself included: whatever it saved last is in the file when it looks again, with ours or without.
    /// </summary>
    [Fact]
    public void Of_a_thousand_saves_at_any_time_none_is_lost()
    {
        Save("save -1", byRename: true);
        List<string> lost = [];
        bool isDone = false;
        Thread editor = new(() =>
        {
            Random random = new(1);
            for (int i = 0; i < 1_000; i++)
            {
                Save($"save {i}", byRename: true);
                Thread.SpinWait(random.Next(20_000));

                // For the moment in which a save is in the hands of the build, the file is the build's.
                string text = "";
                if (!SpinWait.SpinUntil(() => (text = File.ReadAllText(_path)) == $"save {i}" || text == $"save {i} and ours", TimeSpan.FromSeconds(2)))
                {
                    lost.Add($"{i}: {text}");
                }
            }

            Volatile.Write(ref isDone, true);
        });
        editor.Start();
        int written = 0;
        while (!Volatile.Read(ref isDone))
        {
            try
            {
                (bool wrote, string? failure) = TemplateStore.Rewrite<bool>(_path, "template.yaml", () =>
                {
                    byte[] read = File.ReadAllBytes(_path);
                    return Encoding.UTF8.GetString(read).Contains("ours", StringComparison.Ordinal) ? (read, null, false) : (read, [.. read, .. " and ours"u8], true);
                });
                Assert.Null(failure);
                written += wrote ? 1 : 0;
            }
            catch (TemplateRaceException)
            {
                // The editor was faster each time: nothing of ours, and nothing lost.
            }
        }

        editor.Join();
        Assert.Empty(lost);
        Assert.InRange(written, 10, int.MaxValue);
    }

    [Fact]
    public void What_a_killed_build_left_is_removed_and_nothing_else()
    {
        string[] others = [".template.yaml.swp", ".template.yaml.tmp", ".template.yaml.0.tmp", $".other.yaml.{Guid.NewGuid():N}.tmp", $"template.yaml.{Guid.NewGuid():N}.tmp", $".template.yaml.{Guid.NewGuid():D}.tmp"];
        foreach (string name in others.Append($".template.yaml.{Guid.NewGuid():N}.tmp").Append($".template.yaml.{Guid.NewGuid():N}.tmp"))
        {
            File.WriteAllText(Path.Combine(_folder.FullName, name), "part");
        }

        TemplateStore.RemoveLeftovers(_path);

        Assert.Equal(others.Append("template.yaml").Order(StringComparer.Ordinal), Names().Order(StringComparer.Ordinal));
    }

    /// <summary>A build that was killed between taking the file's place and looking at what it took has the save in its hands.</summary>
    [Theory]
    [InlineData("ours", "a save", 0, "a save")]
    [InlineData("ours", "old", 0, "ours")]
    [InlineData("old", "ours", 0, "old")]
    [InlineData("a later save", "a save", -60, "a later save")]
    [InlineData("an earlier save", "a save", 60, "a save")]
    public void A_save_that_a_killed_build_had_in_its_hands_comes_back(string template, string left, int seconds, string expected)
    {
        string leftover = Path.Combine(_folder.FullName, $".template.yaml.{Guid.NewGuid():N}.{Digest("old")}.{Digest("ours")}.tmp");
        File.WriteAllText(_path, template);
        File.WriteAllText(leftover, left);
        File.SetLastWriteTimeUtc(leftover, File.GetLastWriteTimeUtc(_path).AddSeconds(seconds));

        TemplateStore.RemoveLeftovers(_path);

        Assert.Equal(expected, File.ReadAllText(_path));
        Assert.Equal(["template.yaml"], Names());

        static string Digest(string text) => TemplateStore.HashOf(Encoding.UTF8.GetBytes(text))[..16];
    }

    [Fact]
    public void What_is_written_without_being_read_finds_what_a_killed_process_left()
    {
        string leftover = Path.Combine(_folder.FullName, $".flow.md.{Guid.NewGuid():N}.tmp");
        File.WriteAllText(leftover, "part");
        TemplateStore.WriteAtomically(Path.Combine(_folder.FullName, "flow.md"), "map"u8.ToArray());
        Assert.Equal(["flow.md", "template.yaml"], Names().Order(StringComparer.Ordinal));
    }

    /// <summary>A folder has two names, or two containers share it: who has another lock takes ours for what a killed build left.</summary>
    [Fact]
    public void Who_has_another_lock_takes_temporary_files_away_and_nothing_fails()
    {
        bool isDone = false;
        Thread other = new(() =>
        {
            while (!Volatile.Read(ref isDone))
            {
                TemplateStore.RemoveLeftovers(_path);
                Thread.Sleep(1);
            }
        });
        other.Start();
        string last = "old";
        int written = 0;
        for (int i = 0; i < 500; i++)
        {
            string next = $"write {i}";
            try
            {
                (_, string? failure) = TemplateStore.Rewrite<int>(_path, "template.yaml", () => (File.ReadAllBytes(_path), Encoding.UTF8.GetBytes(next), 0));
                Assert.Null(failure);
                (last, written) = (next, written + 1);
            }
            catch (TemplateRaceException)
            {
                // Five times in a row. Whether the last attempt took the place is open.
                string now = File.ReadAllText(_path);
                Assert.True(now == last || now == next, now);
                last = now;
            }

            Assert.Equal(last, File.ReadAllText(_path));
        }

        Volatile.Write(ref isDone, true);
        other.Join();
        TemplateStore.RemoveLeftovers(_path);
        Assert.InRange(written, 10, 500);
        Assert.Equal(["template.yaml"], Names());
    }

    [SkippableFact]
    public void A_file_that_another_program_holds_stays_whole()
    {
        Skip.IfNot(OperatingSystem.IsWindows(), "Only Windows keeps a file that is open from being replaced.");
        string? failure;
        using (new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            (_, failure) = TemplateStore.Rewrite(_path, "template.yaml", () => (File.ReadAllBytes(_path), "new"u8.ToArray(), 0));
        }

        Assert.NotNull(failure);
        Assert.Equal("old", File.ReadAllText(_path));
        Assert.Equal(["template.yaml"], Names());
    }

    [SkippableFact]
    public void A_file_that_another_program_holds_for_a_moment_is_replaced_then()
    {
        Skip.IfNot(OperatingSystem.IsWindows(), "Only Windows keeps a file that is open from being replaced.");
        FileStream held = new(_path, FileMode.Open, FileAccess.Read, FileShare.Read);
        using Timer release = new(_ => held.Dispose(), null, 50, Timeout.Infinite);

        (_, string? failure) = TemplateStore.Rewrite(_path, "template.yaml", () => (File.ReadAllBytes(_path), "new"u8.ToArray(), 0));

        Assert.Null(failure);
        Assert.Equal("new", File.ReadAllText(_path));
        Assert.Equal(["template.yaml"], Names());
    }

    [SkippableFact]
    public void A_file_with_two_names_is_refused_with_the_reason()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The names of a file are counted on Linux.");
        string other = Path.Combine(_folder.FullName, "other.yaml");
        Run("ln", _path, other);

        (_, string? failure) = TemplateStore.Rewrite<int>(_path, "template.yaml", () => (File.ReadAllBytes(_path), "new"u8.ToArray(), 0));

        Assert.Equal($"'{_path}' has 2 names (hard links), and the others would keep the old content. Replace the links by copies or symbolic links.", failure);
        Assert.Equal("old", File.ReadAllText(_path));
        File.Delete(other);
        Assert.Null(TemplateStore.Rewrite(_path, "template.yaml", () => (File.ReadAllBytes(_path), "new"u8.ToArray(), 0)).Failure);
    }

    /// <summary>To read it may have no end.</summary>
    [SkippableFact]
    public void What_is_not_a_regular_file_is_not_read()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The kind of a file is asked for on Linux.");
        string pipe = Path.Combine(_folder.FullName, "pipe.yaml");
        Run("mkfifo", pipe);

        Assert.Equal($"'{pipe}' is not a regular file.", Assert.Throws<IOException>(() => TemplateStore.Read(pipe)).Message);
        Assert.Equal("'/dev/zero' is not a regular file.", Assert.Throws<IOException>(() => TemplateStore.Read("/dev/zero")).Message);
        Assert.Equal("old"u8.ToArray(), TemplateStore.Read(_path));
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "link.yaml"), _path);
        Assert.Equal("old"u8.ToArray(), TemplateStore.Read(Path.Combine(_folder.FullName, "link.yaml")));
    }

    [SkippableFact]
    public void A_file_keeps_owner_and_mode()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.UserName == "root", "Only root gives files away.");
        Run("chown", "1234:4321", _path);
        Run("chmod", "640", _path);
        TemplateStore.WriteAtomically(_path, "new"u8.ToArray());
        Assert.Equal("1234:4321 640", Run("stat", "-c", "%u:%g %a", _path));
        Assert.True(TemplateStore.TryReplace(_path, "new"u8.ToArray(), "newer"u8.ToArray()));
        Assert.Equal("1234:4321 640", Run("stat", "-c", "%u:%g %a", _path));
        Assert.Equal("newer", File.ReadAllText(_path));
    }

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.Trim();
    }

    private void Save(string text, bool byRename)
    {
        if (!byRename)
        {
            File.WriteAllText(_path, text);
            return;
        }

        string saved = Path.Combine(_folder.FullName, "saved");
        File.WriteAllText(saved, text);
        File.Move(saved, _path, overwrite: true);
    }

    private string[] Names() => [.. _folder.EnumerateFiles().Select(static x => x.Name)];

    private byte[] Read(List<string> read)
    {
        byte[] bytes = File.ReadAllBytes(_path);
        read.Add(Encoding.UTF8.GetString(bytes));
        return bytes;
    }
}
