using System.Collections.Generic;
using System.IO;
using System.Linq;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Model;

namespace LambdaDestinations.Templates.Tests.Checking;

/// <summary>
/// The audit to the letter, for the cases of <c>Cases/auditing</c>: each way into a function, and where its events end. The tables were written by hand from the
/// facts of AWS before there was an audit.
/// </summary>
public sealed class AuditCasesTests
{
    [Theory]
    [Cases("auditing")]
    public void Each_way_in_ends_here(string name) => CaseFile.Check(name, static file =>
    {
        string[] rows = [.. Lines(Notations.Model(file.Template))];

        // The notation changes nothing.
        Assert.Equal(rows, Lines(Notations.Model(file.Template, asJson: true)));
        return rows.Select(CaseFile.Note);
    });

    [Fact]
    public void The_sample_ends_where_its_table_says()
    {
        string folder = Path.Combine(Corpus.Repository, "tests", "LambdaDestinations.Templates.Tests", "Checking", "Expected");
        string template = File.ReadAllText(Path.Combine(Corpus.Repository, "samples", "OrderPipeline", "template.yaml"));
        Assert.Equal(File.ReadAllLines(Path.Combine(folder, "order-pipeline.audit.txt")), Lines(Notations.Model(template)));
    }

    internal static IEnumerable<string> Lines(params TemplateModel[] templates) => Audit.Of([.. templates.Select(static (x, i) => new AuditTemplate($"{i}.yaml", x))]).SelectMany(static x => x.Lines());
}
