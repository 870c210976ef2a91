using System.CommandLine;
using System.Threading;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Tool.Inputs;
using LambdaDestinations.Tool.Reports;
using Spectre.Console;
using Rule = LambdaDestinations.Templates.Rules.Rule;

namespace LambdaDestinations.Tool.Commands;

/// <summary><c>explain</c>: what a rule means.</summary>
internal sealed class ExplainCommand : ToolCommand
{
    private readonly Argument<string?> _rule = new("rule") { Description = "A rule: LD3001, or 3001. Without one, all rules are listed.", Arity = ArgumentArity.ZeroOrOne };

    public ExplainCommand(ToolConsole console)
        : base("explain", "Explains a rule, or lists all of them.", console) => Add(_rule);

    /// <inheritdoc />
    public override string Examples =>
        """
        lambda-destinations explain LD3001
        lambda-destinations explain
        """;

    protected override int Execute(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_rule) is { } id)
        {
            Explain(RuleIds.Find(id));
        }
        else
        {
            List();
        }

        return ExitCodes.Clean;
    }

    private void Explain(Rule rule)
    {
        Console.Write($"{rule.Id}: {rule.Title}", "bold");
        Console.WriteLine();
        Console.Write(CheckReport.Word(rule.Severity), HumanReport.StyleOf(rule.Severity));
        Console.WriteLine($"; category {rule.Category}");
        Console.WriteLine(rule.HelpLink, "underline");
        Console.WriteLine();
        string text = RulePage.Find(rule.Id) is { } page ? WithoutTitle(page) : rule.Description + "\n";
        Console.Show(rich => MarkdownView.Write(rich, text), () => Console.Output.Write(text));
    }

    private void List() => Console.Show(
        static rich =>
        {
            Table table = new Table().Border(TableBorder.Simple).AddColumns("Rule", "Severity", "Title");
            foreach (Rule rule in RuleCatalog.All)
            {
                table.AddRow(new Text(rule.Id), new Text(CheckReport.Word(rule.Severity), Style.Parse(HumanReport.StyleOf(rule.Severity))), new Text(rule.Title));
            }

            rich.Write(table);
        },
        () =>
        {
            foreach (Rule rule in RuleCatalog.All)
            {
                Console.WriteLine($"{rule.Id}  {CheckReport.Word(rule.Severity),-7}  {rule.Title}");
            }
        });

    private static string WithoutTitle(string page) => page.StartsWith("# ", System.StringComparison.Ordinal) ? page[(page.IndexOf('\n', System.StringComparison.Ordinal) + 1)..].TrimStart('\n') : page;
}
