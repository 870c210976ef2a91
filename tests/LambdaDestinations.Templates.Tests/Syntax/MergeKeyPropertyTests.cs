using System;
using System.Collections.Generic;
using System.Linq;
using CsCheck;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Syntax;

/// <summary>
/// A value is taken apart over merge keys, in whatever ways YAML has for it, and must read as the whole: own entries over what is merged, the last of several
/// merge keys over the others, the first map of a list over those behind. PyYAML agrees on every template of this form (docs/quality.md).
/// </summary>
[Trait("Category", "Property")]
public sealed class MergeKeyPropertyTests
{
    private static readonly string[] Names = ["Type", "Properties", "Ref", "A", "B", "C", "<"];

    [Fact]
    public void Merge_keys_give_the_map_that_was_taken_apart() => Gen.Int.Sample(
        static seed =>
        {
            Writer writer = new(new Random(seed));
            TemplateValue value = writer.Value(4);
            string text = writer.Document(value);
            TemplateDocument document = TemplateParser.Parse(text, TemplateFormat.Yaml);
            Assert.Empty(document.Errors);
            SpanAssert.Nested(document);
            return TemplateValue.FromNode(((MappingNode)document.Root!)["Value"]!).Equals(value);
        },
        iter: LongRun.Cases(2_000));

    /// <summary>Makes values, and writes them in braces, with parts behind anchors.</summary>
    private sealed class Writer(Random random)
    {
        private readonly List<string> _shared = [];

        public TemplateValue Value(int depth) => depth == 0 || random.Next(4) == 0
            ? TemplateValue.String("v" + random.Next(100))
            : random.Next(5) == 0
            ? TemplateValue.List(Value(depth - 1), Value(depth - 1))
            : TemplateValue.Map(Names.Where(_ => random.Next(2) == 0).OrderBy(_ => random.Next()).Select(x => new KeyValuePair<string, TemplateValue>(x, Value(depth - 1))));

        public string Document(TemplateValue value)
        {
            string written = Write(value);
            return $"Shared:\n- none\n{string.Concat(_shared.Select(static x => $"- {x}\n"))}Value: {written}\n";
        }

        private string Write(TemplateValue value) => value.Kind switch
        {
            TemplateValueKind.Map => Map([.. value.Entries]),
            TemplateValueKind.List => $"[{string.Join(", ", value.Items.Select(Write))}]",
            _ => $"'{value.Text}'",
        };

        private string Map(KeyValuePair<string, TemplateValue>[] entries)
        {
            KeyValuePair<string, TemplateValue>[] merged = [.. entries.Where(_ => random.Next(3) == 0)];
            KeyValuePair<string, TemplateValue>[] own = [.. entries.Except(merged)];
            List<string> parts = [.. own.Select(x => $"\"{x.Key}\": {Write(x.Value)}")];
            int half = random.Next(merged.Length + 1);
            KeyValuePair<string, TemplateValue>[] one = merged[..half];
            KeyValuePair<string, TemplateValue>[] other = merged[half..];
            switch (random.Next(3))
            {
                case 0:
                    parts.Insert(random.Next(parts.Count + 1), "<<: " + Source(merged, own));
                    break;
                case 1:
                    parts.Insert(random.Next(parts.Count + 1), $"<<: [{Source(one, own)}, {Source(other, [.. own, .. one])}]");
                    break;
                default:
                    parts.Insert(0, "<<: " + Source(one, [.. own, .. other]));
                    parts.Add("<<: " + Source(other, own));
                    break;
            }

            return $"{{{string.Join(", ", parts)}}}";
        }

        /// <summary>A map to merge: some entries, and others of whose keys something stands over.</summary>
        private string Source(IEnumerable<KeyValuePair<string, TemplateValue>> entries, IEnumerable<KeyValuePair<string, TemplateValue>> hidden)
        {
            KeyValuePair<string, TemplateValue>[] all =
                [.. entries, .. hidden.Where(_ => random.Next(3) == 0).Select(static x => new KeyValuePair<string, TemplateValue>(x.Key, TemplateValue.String("hidden")))];
            string written = random.Next(3) == 0 ? Map(all) : $"{{{string.Join(", ", all.Select(x => $"{x.Key}: {Write(x.Value)}"))}}}";
            if (random.Next(3) == 0)
            {
                return written;
            }

            _shared.Add($"&a{_shared.Count} {written}");
            return $"*a{_shared.Count - 1}";
        }
    }
}
