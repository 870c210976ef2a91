using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Tests.Update;

namespace LambdaDestinations.Templates.Tests.Checking;

/// <summary>
/// Mutated templates of the corpus: reader, checks and corrections never throw, and each finding has a place inside the text. A bounded
/// share by default; 100,000 mutations with LAMBDA_DESTINATIONS_LONG=1.
/// </summary>
[Trait("Category", "Property")]
public sealed class FuzzTests
{
    private static readonly string[] Values =
    [
        "!Ref Worker", "!Ref AWS::NoValue", "!GetAtt Worker.Arn", "!If [C, {}, []]", "!If [C, !Ref A, !Ref B]", "!If []", "!Sub '${'", "!Sub ['${A}', {A: !Sub '${B}'}]", "!Join ['', [!Ref A]]",
        "{}", "[]", "~", "''", "-1", "99999999999999999999", "'arn:aws:sqs'", "'arn:aws:lambda:::function:'", "kafka://", "!GetAtt .", "{Ref: {Ref: A}}", "{'Fn::GetAtt': []}", "{'Fn::If': [C]}", "{'Fn::Transform': {Name: X}}", "[[[]]]", "true",
    ];

    [Fact]
    public void Mutated_templates_never_crash_reader_checks_or_corrections()
    {
        string[] corpus = [.. Corpus.Templates().Select(File.ReadAllText)];
        int count = LongRun.Cases(10_000);
        int readable = 0;
        int findings = 0;
        for (int seed = 0; seed < count; seed++)
        {
            Random random = new(seed);
            string text = Mutate(corpus[random.Next(corpus.Length)], random);
            try
            {
                TemplateModel template = TemplateModel.Read(TemplateFile.Parse(text));
                readable += template.Document.Errors.Count == 0 ? 1 : 0;
                foreach (Finding finding in TemplateChecker.Check(template, [Handlers.Handler(Handlers.OnFailure(DestinationTargetType.Sqs, "@FailedQueue"))]))
                {
                    findings++;
                    Assert.NotEmpty(finding.Message);
                    if (finding.TemplateSpan is { } span)
                    {
                        Assert.InRange(span.Start, 0, text.Length);
                        Assert.InRange(span.End, span.Start, text.Length);
                        if (TemplateFix.Find(template, finding.Rule, span) is { } fix && TemplateFix.Apply(template.Document, [fix]) is { } corrected)
                        {
                            Assert.Empty(corrected.Errors);
                        }
                    }
                }
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {seed}: {error}\n{text}");
            }
        }

        // The mutations must leave enough to check.
        Assert.InRange(readable, count / 8, count);
        Assert.InRange(findings, count / 8, int.MaxValue);
    }

    internal static string Mutate(string text, Random random)
    {
        for (int round = random.Next(1, 4); round > 0; round--)
        {
            List<string> lines = [.. text.Split('\n')];
            int line = random.Next(lines.Count);
            switch (random.Next(7))
            {
                case 0:
                    lines.RemoveAt(line);
                    break;
                case 1:
                    lines.Insert(random.Next(lines.Count), lines[line]);
                    break;
                case 2 or 3 or 4:
                    int colon = lines[line].IndexOf(": ", StringComparison.Ordinal);
                    string value = Values[random.Next(Values.Length)];
                    lines[line] = colon < 0 ? lines[line] + " " + value : lines[line][..(colon + 2)] + value + (text.StartsWith('{') && lines[line].EndsWith(',') ? "," : "");
                    break;
                case 5:
                    int other = random.Next(lines.Count);
                    (lines[line], lines[other]) = (lines[other], lines[line]);
                    break;
                default:
                    if (lines[line].Length > 0)
                    {
                        int place = random.Next(lines[line].Length);
                        lines[line] = lines[line][..place] + "{}[]:,!&*#'\"-"[random.Next(13)] + lines[line][place..];
                    }

                    break;
            }

            text = string.Join('\n', lines);
        }

        return text;
    }
}
