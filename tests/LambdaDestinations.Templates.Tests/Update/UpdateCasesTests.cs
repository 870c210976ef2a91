using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Tests.Checking;
using LambdaDestinations.Templates.Updating;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>
/// Updates to the byte, for the cases of <c>update-cases.txt</c>. The lines that begin with <c>&gt;</c> are handlers as <see cref="HandlerText"/> reads
/// them; <c>&gt; then</c> updates the result once more, with the handlers that follow.
/// </summary>
public sealed class UpdateCasesTests
{
    private const string Cases = "Update/update-cases.txt";

    public static TheoryData<string> Titles => CaseFile.Titles(Cases);

    [Theory]
    [MemberData(nameof(Titles))]
    public void An_update_writes_these_bytes(string title) => CaseFile.Check(Cases, title, static input =>
    {
        string[] lines = input.Split('\n');
        string[] commands = [.. lines.TakeWhile(static x => x.StartsWith('>')).Select(static x => x[1..].Trim())];
        TemplateDocument document = TemplateFile.Parse(string.Join('\n', lines[commands.Length..]) + "\n");
        List<string> notes = [];
        foreach (string[] step in Steps(commands))
        {
            HandlerModel[] handlers = [.. step.Select(HandlerText.Read)];
            TemplateUpdate update = TemplateUpdater.Update(document, Handlers.ManifestOf(handlers), Handlers.Assembly);
            Assert.Equal(update.Document.Text, TemplateUpdater.Update(TemplateFile.Parse(update.Document.Text), Handlers.ManifestOf(handlers), Handlers.Assembly).Document.Text);
            notes.AddRange(update.Findings.Select(x => "! " + FindingCasesTests.Write(x, document)));
            notes.AddRange(update.Proofs.Select(static x => "proof: " + x));
            document = update.Document;
        }

        return string.Join('\n', [.. notes, document.Text]);
    });

    private static IEnumerable<string[]> Steps(string[] commands)
    {
        List<string> step = [];
        foreach (string command in commands)
        {
            if (command == "then")
            {
                yield return [.. step];
                step.Clear();
            }
            else
            {
                step.Add(command);
            }
        }

        yield return [.. step];
    }
}
