using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace LambdaDestinations.Tool.Tests;

/// <summary>The table of exit codes in docs/cli.md, one row a test.</summary>
public sealed class ExitCodeTests : IDisposable
{
    private const string Lost = """
        Resources:
          Worker:
            Type: AWS::Lambda::Function
            Properties: { Handler: A::B::C, Runtime: dotnet10, Role: arn:aws:iam::123456789012:role/r }
          Nightly:
            Type: AWS::Events::Rule
            Properties: { ScheduleExpression: rate(1 day), Targets: [{ Id: x, Arn: !GetAtt Worker.Arn }] }

        """;

    private readonly ToolRun _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData(0, "check template.yaml")]
    [InlineData(1, "check incomplete.yaml --assembly APP")]
    [InlineData(0, "apply APP --template good.yaml")]
    [InlineData(0, "apply APP --template good.yaml --dry-run")]
    [InlineData(1, "apply APP --template good.yaml --verify")]
    [InlineData(1, "apply APP --template incomplete.yaml")]
    [InlineData(0, "audit kept.yaml")]
    [InlineData(1, "audit lost.yaml")]
    [InlineData(0, "map good.yaml")]
    [InlineData(1, "map incomplete.yaml --assembly APP")]
    [InlineData(0, "commands APP")]
    [InlineData(0, "replay failed.json")]
    [InlineData(1, "replay positions.json")]
    [InlineData(2, "replay none.json")]
    [InlineData(0, "export APP")]
    [InlineData(0, "explain LD1001")]
    [InlineData(2, "explain LD0000")]
    public async Task Each_command_has_its_codes(int code, string line) => Assert.Equal(code, (await Run(line)).Code);

    /// <summary>The same input has the same code, whatever is done with it.</summary>
    [Theory]
    [InlineData("none.yaml", "There is no")]
    [InlineData("empty.yaml", "no Resources")]
    [InlineData("list.yaml", "no Resources")]
    [InlineData("broken.yaml", "LD9001")]
    [InlineData("latin.yaml", "not UTF-8")]
    public async Task What_cannot_be_read_is_wrong_usage_for_all(string file, string reason)
    {
        foreach (string line in new[] { $"check {file}", $"check {file} --assembly APP", $"audit {file}", $"map {file}", $"apply APP --template {file}", $"apply APP --template {file} --verify", $"apply APP -t {file} -o out.yaml" })
        {
            Result result = await Run(line);
            Assert.True(result.Code == 2, $"{line}: {result}");
            Assert.Contains(reason, result.Output + result.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("apply APP --template good.yaml --dry-run --verify")]
    [InlineData("apply APP --template good.yaml --diff --verify")]
    [InlineData("apply APP --template good.yaml --output x.yaml --verify")]
    [InlineData("apply none.dll --template good.yaml")]
    [InlineData("check --assembly none.dll")]
    [InlineData("commands none.dll")]
    [InlineData("export none.dll")]
    [InlineData("audit --no-such-option")]
    public async Task Wrong_usage_writes_nothing(string line)
    {
        Result result = await Run(line);
        Assert.Equal(2, result.Code);
        Assert.Equal(ToolRun.Template, _tool.Read("good.yaml"));
    }

    /// <summary>Each command has a row, and each code of the program a column.</summary>
    [Fact]
    public void The_table_names_every_command_and_code()
    {
        string[] table = [.. File.ReadAllLines(Path.Combine(ToolRun.Repository, "docs", "cli.md")).SkipWhile(static x => x != "## Exit codes").Skip(1).TakeWhile(static x => !x.StartsWith("## ", StringComparison.Ordinal)).Where(static x => x.StartsWith('|'))];

        Assert.Equal("| command | 0 | 1 | 2 | 130 |", table[0]);
        Assert.Equal(["`check`", "`apply`", "`apply --verify`", "`commands`", "`export`", "`audit`", "`map`", "`replay`", "`explain`"], table.Skip(2).Select(static x => x.Split('|')[1].Trim()));
    }

    private Task<Result> Run(string line)
    {
        _tool.Write("good.yaml", ToolRun.Template).Write("incomplete.yaml", ToolRun.Incomplete).Write("lost.yaml", Lost).Write("kept.yaml", "Resources: { Q: { Type: AWS::SQS::Queue } }\n")
            .Write("empty.yaml", "").Write("list.yaml", "- a\n").Write("broken.yaml", "Resources: { a: [\n")
            .Write("template.yaml", "Resources: { Q: { Type: AWS::SQS::Queue } }\n");
        File.Copy(Path.Combine(ToolRun.Repository, "tests/Corpus/records/async-failure.raw.json"), _tool.PathOf("failed.json"), overwrite: true);
        File.Copy(Path.Combine(ToolRun.Repository, "tests/Corpus/records/esm-kinesis.raw.json"), _tool.PathOf("positions.json"), overwrite: true);
        File.WriteAllBytes(_tool.PathOf("latin.yaml"), [.. "Resources: {} # "u8, 0xe9]);
        return _tool.Run([.. line.Split(' ').Select(static x => x == "APP" ? ToolRun.Assembly : x)]);
    }
}
