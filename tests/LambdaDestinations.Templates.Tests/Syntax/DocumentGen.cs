using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using CsCheck;

namespace LambdaDestinations.Templates.Tests.Syntax;

/// <summary>Random documents in random notations: what people write by hand, with comments and odd spacing.</summary>
internal static class DocumentGen
{
    private static readonly string[] Keys = ["Resources", "Properties", "Type", "a", "b-c", "d.e", "Fn", "x y", "Handler", "Id1", "Id2", "Id3"];
    private static readonly string[] Plain = ["v", "AWS::SQS::Queue", "arn:aws:sqs:us-east-1:123456789012:q", "10", "true", "a b", "http://x/y#z", "$LATEST", "-1", "${A}"];

    /// <summary>A YAML document.</summary>
    public static Gen<string> Yaml { get; } = Gen.Int.Select(seed => new YamlText(new Random(seed)).Write());

    /// <summary>A JSON document.</summary>
    public static Gen<string> Json { get; } = Gen.Int.Select(seed => new JsonText(new Random(seed)).Write());

    private static IEnumerable<string> PickKeys(Random random, int count) => Keys.OrderBy(_ => random.Next()).Take(count);

    private sealed class YamlText(Random random)
    {
        private readonly StringBuilder _text = new();
        private readonly string _newLine = random.Next(4) == 0 ? "\r\n" : "\n";
        private readonly int _indent = random.Next(3) switch { 0 => 2, 1 => 4, _ => 3 };
        private readonly bool _indentSequences = random.Next(2) == 0;

        public string Write()
        {
            if (random.Next(6) == 0)
            {
                _text.Append('\uFEFF');
            }

            if (random.Next(4) == 0)
            {
                _text.Append("# head").Append(_newLine);
            }

            Mapping(0, 0, firstInline: false);
            if (random.Next(3) == 0)
            {
                _text.Append(_newLine).Append("# tail");
            }

            // A block scalar that ends with the file is a case of its own.
            if (random.Next(4) != 0 || _text.ToString().TrimEnd().EndsWith("line # 1", StringComparison.Ordinal))
            {
                _text.Append(_newLine);
                for (int i = random.Next(8) - 5; i > 0; i--)
                {
                    _text.Append(_newLine);
                }
            }

            return _text.ToString();
        }

        private void Mapping(int column, int depth, bool firstInline)
        {
            bool first = true;
            foreach (string key in PickKeys(random, random.Next(1, 5)))
            {
                if (!first)
                {
                    NewLine(column);
                }

                if (!first || !firstInline)
                {
                    _text.Append(' ', column);
                }

                first = false;
                _text.Append(random.Next(8) == 0 ? $"\"{key}\"" : key).Append(':');
                Value(column, depth + 1);
            }
        }

        private void Value(int column, int depth)
        {
            int kind = random.Next(depth > 4 ? 6 : 10);
            switch (kind)
            {
                case 0:
                    Comment();
                    break;
                case 1:
                    _text.Append(random.Next(2) == 0 ? " {}" : " []");
                    Comment();
                    break;
                case 2:
                    _text.Append(' ');
                    Flow(depth);
                    Comment();
                    break;
                case 3:
                    Block(column + _indent);
                    break;
                case 4 or 5:
                    _text.Append(' ');
                    Scalar();
                    Comment();
                    break;
                case 6 or 7 or 8:
                    Comment();
                    _text.Append(_newLine);
                    Mapping(column + _indent, depth, firstInline: false);
                    break;
                default:
                    Comment();
                    Sequence(_indentSequences ? column + _indent : column, depth);
                    break;
            }
        }

        /// <summary>A literal or folded scalar, with blank lines in it and behind it, as deep as its text or less or more.</summary>
        private void Block(int column)
        {
            _text.Append(random.Next(2) == 0 ? " |" : " >").Append(random.Next(3) switch { 0 => "", 1 => "-", _ => "+" });
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                _text.Append(_newLine).Append(' ', column).Append("line # ").Append(i);
                for (int blank = random.Next(6) - 3; blank > 0; blank--)
                {
                    _text.Append(_newLine).Append(' ', random.Next(3) switch { 0 => 0, 1 => random.Next(column + 1), _ => column + random.Next(3) });
                }
            }
        }

        private void Sequence(int column, int depth)
        {
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                _text.Append(_newLine).Append(' ', column).Append("- ");
                switch (random.Next(5))
                {
                    case 0 or 1:
                        Mapping(column + 2, depth + 1, firstInline: true);
                        break;
                    case 2:
                        _text.Length--;
                        Block(column + 2);
                        break;
                    default:
                        Scalar();
                        Comment();
                        break;
                }
            }
        }

        private void Flow(int depth)
        {
            string gap = random.Next(4) == 0 ? " " : "";
            bool isMap = random.Next(2) == 0;
            _text.Append(isMap ? '{' : '[').Append(gap);
            bool first = true;
            foreach (string key in PickKeys(random, random.Next(1, 4)))
            {
                _text.Append(first ? "" : ", ").Append(isMap ? key + ": " : "");
                first = false;
                if (depth < 5 && random.Next(4) == 0)
                {
                    Flow(depth + 1);
                }
                else
                {
                    _text.Append(random.Next(2) == 0 ? "'q, r'" : "v");
                }
            }

            _text.Append(gap).Append(isMap ? '}' : ']');
        }

        private void Scalar()
        {
            string value = Plain[random.Next(Plain.Length)];
            _text.Append(random.Next(5) switch
            {
                0 => $"'{value}'",
                1 => $"\"{value}\"",
                2 => "!Ref Id1",
                3 => "!GetAtt Id2.Arn",
                _ => value,
            });
        }

        private void Comment()
        {
            if (random.Next(5) == 0)
            {
                _text.Append("  # why: [not} parsed");
            }
        }

        private void NewLine(int column)
        {
            _text.Append(_newLine);
            if (random.Next(6) == 0)
            {
                _text.Append(_newLine);
            }

            if (random.Next(8) == 0)
            {
                _text.Append(' ', column).Append("# a comment of its own").Append(_newLine);
            }
        }
    }

    private sealed class JsonText(Random random)
    {
        private readonly StringBuilder _text = new();
        private readonly string _newLine = random.Next(4) == 0 ? "\r\n" : "\n";
        private readonly string _indent = random.Next(3) switch { 0 => "  ", 1 => "    ", _ => "\t" };
        private readonly bool _multiline = random.Next(4) != 0;
        private readonly string _colon = random.Next(3) switch { 0 => ":", 1 => " : ", _ => ": " };

        public string Write()
        {
            _text.Append(random.Next(6) == 0 ? "\uFEFF" : "");
            Object("", 0);
            return _text.Append(random.Next(3) == 0 ? "" : _newLine).ToString();
        }

        private void Object(string indent, int depth)
        {
            int count = random.Next(depth == 0 ? 1 : 0, 5);
            bool multiline = _multiline && count > 0 && random.Next(6) != 0;
            _text.Append('{');
            bool first = true;
            foreach (string key in PickKeys(random, count))
            {
                _text.Append(first ? "" : ",");
                _text.Append(multiline ? _newLine + indent + _indent : first ? "" : " ");
                first = false;
                _text.Append('"').Append(key).Append('"').Append(_colon);
                Value(indent + _indent, depth + 1);
            }

            _text.Append(multiline ? _newLine + indent : "").Append('}');
        }

        private void Value(string indent, int depth)
        {
            switch (random.Next(depth > 4 ? 3 : 7))
            {
                case 0:
                    _text.Append(random.Next(2) == 0 ? "12" : "null");
                    break;
                case 1 or 2:
                    _text.Append('"').Append(Plain[random.Next(Plain.Length)]).Append('"');
                    break;
                case 3:
                    _text.Append('[');
                    for (int i = random.Next(3); i > 0; i--)
                    {
                        Value(indent + _indent, depth + 1);
                        _text.Append(i > 1 ? ", " : "");
                    }

                    _text.Append(']');
                    break;
                default:
                    Object(indent, depth);
                    break;
            }
        }
    }
}
