using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Templates.Tests.Checking;

/// <summary>
/// Every check over every template of the corpus, against one reviewed table. To change it: LAMBDA_DESTINATIONS_WRITE=1, then review the
/// difference.
/// </summary>
public sealed class CorpusFindingsTests
{
    private static readonly string Table = Path.Combine(Corpus.Repository, "tests", "LambdaDestinations.Templates.Tests", "Checking", "corpus-findings.tsv");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void All_findings_of_the_corpus_are_those_of_the_table(bool asJson)
    {
        List<string> lines = [];
        foreach (string path in Corpus.Templates())
        {
            string name = Path.GetRelativePath(Path.Combine(Corpus.Root, "templates"), path).Replace('\\', '/');
            TemplateModel template = Notations.Model(File.ReadAllText(path), asJson);
            lines.AddRange(TemplateChecker.Check(template, []).Select(x => string.Join('\t', name, x.Rule.Id, x.Rule.Severity, x.Message)).Order(StringComparer.Ordinal));
        }

        if (!asJson && Environment.GetEnvironmentVariable("LAMBDA_DESTINATIONS_WRITE") == "1")
        {
            File.WriteAllText(Table, string.Concat(lines.Select(static x => x + "\n")));
        }

        // JSON shows the statements of a policy as JSON.
        string[] expected = File.ReadAllLines(Table);
        Assert.Equal(asJson ? expected.Select(FindingCasesTests.WithoutStatements) : expected, asJson ? lines.Select(FindingCasesTests.WithoutStatements) : lines);
    }

    [Fact]
    public void What_AWS_rejects_is_an_error_here()
    {
        string[] silent =
        [
            .. Corpus.Templates()
                .Where(static x => x.Contains("sam-accepts-aws-rejects", StringComparison.Ordinal) || x.Contains("sam-rejects", StringComparison.Ordinal))
                .Where(static x => !TemplateChecker.Check(Notations.Model(File.ReadAllText(x)), []).Any(static y => y.Rule.Severity == RuleSeverity.Error))
                .Select(static x => Path.GetFileName(x)),
        ];

        Assert.Empty(silent);
    }
}
