using System.Linq;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Syntax;

/// <summary>Names that stand twice, among few and among many: they are found in two ways.</summary>
public sealed class DuplicateNamesTests
{
    /// <summary>Every pair of places among up to 20 entries, alone and below another mapping with the same names.</summary>
    [Fact]
    public void A_name_that_stands_twice_is_found_wherever_it_stands()
    {
        for (int count = 1; count <= 20; count++)
        {
            string[] names = [.. Enumerable.Range(0, count).Select(static x => $"n{x}")];
            Check(names, null);
            for (int first = 0; first < count; first++)
            {
                for (int second = first + 1; second < count; second++)
                {
                    Check([.. names.Select((x, i) => i == second ? names[first] : x)], names[first]);
                }
            }
        }
    }

    [Fact]
    public void Names_are_compared_to_the_letter_and_keys_without_a_name_not_at_all()
    {
        Check(["a", "A", "b", "c", "d", "e", "f", "g", "h", "i", "B"], null);
        Assert.Empty(Parse("[a]: 1\n[b]: 2\na: 3\nb: 4\nc: 5\nd: 6\ne: 7\nf: 8\ng: 9\nh: 10\n? {a: b}\n: 11\n").Errors);
        Assert.Empty(Parse("a: {a: 1, b: 2}\nb: {a: 1, b: 2}\n").Errors);
    }

    private static void Check(string[] names, string? twice)
    {
        string block = string.Concat(names.Select(static x => $"    {x}: 1\n"));
        string flow = "{" + string.Join(", ", names.Select(static x => $"{x}: 1")) + "}";
        string json = "{" + string.Join(", ", names.Select(static x => $"\"{x}\": 1")) + "}";
        Check(Parse($"n0:\n  n1:\n{block}"), twice);
        Check(Parse($"n0: {{n1: {flow}}}\n"), twice);
        Check(TemplateParser.Parse($"{{\"n0\": {{\"n1\": {json}}}}}", TemplateFormat.Json), twice);
    }

    private static void Check(TemplateDocument document, string? twice)
    {
        Assert.Empty(document.Errors);
        Assert.Equal(twice is not null, document.HasRepeatedKeys);
        Assert.Equal(twice is null ? [] : [twice], RepeatedKeys.Find(document).Select(static x => x.Name));
    }

    private static TemplateDocument Parse(string yaml) => TemplateParser.Parse(yaml, TemplateFormat.Yaml);
}
