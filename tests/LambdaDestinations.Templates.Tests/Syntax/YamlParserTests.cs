using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Syntax;

/// <summary>
/// YAML: where each node stands, and what is refused. In the texts, <c>⟦</c> and <c>⟧</c> stand around each node, and <c>⟪</c> behind its tag and anchor.
/// </summary>
public sealed class YamlParserTests
{
    public static TheoryData<string> Marked() =>
    [
        "⟦⟦a⟧: ⟦!T\n  &y ⟪b⟧⟧", "⟦⟦a⟧: ⟦&x\n  !U ⟪b⟧⟧", "⟦⟦a⟧: ⟦!T &x\n  ⟪b⟧⟧", "⟦⟦a⟧: ⟦&x !T ⟪b⟧⟧", "⟦⟦a⟧: ⟦!T\n  ⟪⟦!U ⟪b⟧: ⟦c⟧⟧⟧",
        "⟦⟦a⟧: ⟦!T\n  &y\n  ⟪⟦b⟧: ⟦c⟧⟧⟧", "⟦⟦a⟧: ⟦!T\n  ⟪- ⟦b⟧⟧⟧", "⟦⟦a⟧: ⟦!T\n⟪- ⟦b⟧⟧⟧", "⟦⟦a⟧: ⟦!T # c\n  ⟪b⟧⟧", "⟦⟦a⟧: ⟦!T⟪⟧⟧  \n",
        "⟦⟦a⟧: ⟦!T⟪⟧⟧  # c\n", "⟦⟦a⟧: ⟦!T⟪⟧   \n⟦b⟧: ⟦c⟧⟧", "⟦⟦a⟧: ⟦!T\n  ⟪|\n  b⟧⟧", "⟦⟦a⟧: ⟦!T ⟪|\n  b⟧⟧", "⟦⟦a⟧: ⟦!T⟪⟧\n\n# c\n⟦b⟧: ⟦c⟧⟧",
        "⟦- ⟦!T⟪⟧\n- ⟦b⟧⟧", "⟦- ⟦!T\n  ⟪b⟧⟧", "⟦- ⟦&x !T⟪⟧\n- ⟦b⟧⟧", "⟦[⟦!T ⟪a⟧, ⟦&x ⟪b⟧, ⟦!T ⟪[⟦c⟧]⟧, ⟦!T ⟪{⟦d⟧: ⟦e⟧}⟧, ⟦&x !T ⟪f⟧, ⟦!T &x ⟪g⟧]⟧",
        "⟦[⟦!T⟪⟧ , ⟦&x⟪⟧ ]⟧", "⟦{⟦!T⟪⟧ : ⟦b⟧}⟧", "⟦[⟦⟦!T⟪⟧ : ⟦b⟧⟧]⟧", "⟦[⟦⟦&x⟪⟧ : ⟦b⟧⟧, ⟦!T: ⟪c⟧]⟧", "⟦[ ⟦⟦⟧: ⟦b⟧⟧]⟧", "⟦[⟦⟦⟧: ⟦b⟧⟧]⟧",
        "⟦[⟦⟦a⟧:⟦⟧⟧ , ⟦⟦b⟧:⟦⟧⟧ ]⟧", "⟦[⟦⟦a⟧ : ⟦b⟧⟧]⟧", "⟦[ ⟦⟦'a'⟧ : ⟦b⟧⟧]⟧", "⟦[⟦⟦'a'⟧:⟦b⟧⟧]⟧", "⟦[⟦⟦[⟦a⟧]⟧: ⟦b⟧⟧]⟧", "⟦[? ⟦⟦a⟧ : ⟦b⟧⟧]⟧",
        "⟦[? ⟦⟦a b\n c⟧ : ⟦d⟧⟧]⟧", "⟦[? ⟦⟦a⟧⟦⟧⟧]⟧", "⟦[⟦?a⟧]⟧", "⟦{? ⟦a⟧ : ⟦b⟧}⟧", "⟦{? ⟦a⟧⟦⟧}⟧", "⟦{? ⟦⟧: ⟦b⟧}⟧", "⟦{⟦a⟧⟦⟧, ⟦b⟧⟦⟧}⟧",
        "⟦{⟦a⟧⟦⟧, ⟦b⟧:⟦⟧ , ⟦c⟧⟦⟧}⟧", "⟦{⟦a b\n c⟧: ⟦d⟧}⟧", "⟦{⟦⟧: ⟦a⟧}⟧", "⟦{ ⟦⟧: ⟦a⟧}⟧", "⟦{ ⟦'a'⟧ : ⟦b⟧}⟧",
        "⟦{⟦\"a\"⟧:⟦b⟧, ⟦'c'⟧:⟦d⟧, ⟦[⟦e⟧]⟧:⟦f⟧, ⟦{⟦g⟧: ⟦h⟧}⟧:⟦i⟧}⟧", "⟦{⟦a:b⟧⟦⟧}⟧", "⟦{⟦a⟧: ⟦b:c⟧}⟧", "⟦{⟦a⟧: ⟦b⟧, ⟦a2⟧: ⟦c⟧ , }⟧", "⟦[⟦a⟧, ⟦b⟧, ]⟧",
        "⟦[⟦a⟧\n, ⟦b⟧]⟧", "⟦[⟦a⟧ # c\n, ⟦b⟧]⟧", "⟦[⟦a#b⟧, #c\n ⟦d⟧]⟧", "# c\n⟦[\n# d\n  ⟦a⟧]⟧", "⟦[\n  ⟦a⟧,\n# c\n  ⟦b⟧\n# d\n]⟧",
        "⟦[⟦a\n  b\n\n  c⟧]⟧", "⟦[⟦-1⟧, ⟦-a⟧, ⟦?b⟧, ⟦:c⟧, ⟦⟦:⟧:⟦⟧⟧, ⟦a:b⟧]⟧", "⟦[⟦⟦a⟧:⟦⟧⟧, ⟦b⟧]⟧", "⟦[⟦&x ⟪a⟧, ⟦*x⟧ , ⟦*x⟧]⟧", "⟦[⟦http://a⟧, ⟦b⟧]⟧",
        "⟦[⟦a\tb⟧]⟧", "⟦[⟦a⟧ ]⟧  # c", "⟦⟦a⟧:\t\t ⟦b⟧⟧ \t # c", "⟦? ⟦a⟧⟦⟧\n? ⟦b⟧⟦⟧⟧\n", "⟦? ⟦a⟧\n: ⟦b⟧⟧\n", "⟦?\n  ⟦a⟧\n:\n  ⟦b⟧⟧\n",
        "⟦? ⟦- ⟦a⟧\n  - ⟦b⟧⟧\n: ⟦- ⟦c⟧⟧⟧\n", "⟦? ⟦⟦a⟧: ⟦b⟧\n  ⟦c⟧: ⟦d⟧⟧\n: ⟦⟦e⟧: ⟦f⟧\n  ⟦g⟧: ⟦h⟧⟧⟧\n", "⟦? ⟦|\n  a⟧\n: ⟦b⟧⟧\n",
        "⟦? ⟦a⟧⟦⟧\n⟦b⟧: ⟦c⟧⟧\n", "⟦?\n⟦- ⟦a⟧⟧\n:\n⟦- ⟦b⟧⟧⟧\n", "⟦? ⟦a⟧\n\n# c\n: ⟦b⟧⟧\n", "⟦?\t⟦a⟧\n:\t⟦b⟧⟧\n", " ⟦⟦a⟧: ⟦b⟧\n ⟦c⟧: ⟦d⟧⟧\n",
        "⟦- ⟦⟦a⟧: ⟦b⟧\n  ⟦c⟧: ⟦d⟧⟧\n- ⟦e⟧⟧\n", "⟦-   ⟦⟦a⟧: ⟦b⟧\n    ⟦c⟧: ⟦d⟧⟧⟧\n", "⟦- ⟦- ⟦a⟧\n  - ⟦b⟧⟧⟧\n", "⟦-\n  ⟦⟦a⟧: ⟦b⟧⟧⟧\n", "⟦-⟦⟧\n- ⟦a⟧⟧\n",
        "⟦- # c\n  ⟦⟦a⟧: ⟦b⟧⟧⟧\n", "⟦⟦a⟧:\n⟦- ⟦b⟧\n- ⟦c⟧⟧\n⟦d⟧: ⟦e⟧⟧\n", "⟦⟦a⟧:\n  ⟦- ⟦b⟧\n\n  # c\n  - ⟦d⟧⟧\n# e\n⟦f⟧: ⟦g⟧⟧",
        "⟦⟦a⟧:\n\n\n  ⟦⟦b⟧: ⟦c⟧⟧⟧\n\n\n", "⟦⟦a⟧: # c\n  ⟦b⟧⟧\n", "⟦⟦'a'⟧: ⟦b⟧\n⟦\"c\"⟧ : ⟦d⟧⟧\n", "⟦⟦'a'⟧ \t: ⟦b⟧⟧", "⟦⟦a⟧\t: ⟦b⟧⟧",
        "⟦⟦[⟦a⟧]⟧: ⟦b⟧\n⟦{⟦c⟧: ⟦d⟧}⟧: ⟦e⟧⟧\n", "⟦⟦\"a\\\"b\"⟧: ⟦c⟧⟧\n", "⟦⟦'a''b'⟧: ⟦c⟧⟧\n", "⟦⟦a⟧: ⟦&x⟪⟧\n⟦b⟧: ⟦*x⟧⟧\n",
        "⟦⟦a⟧: ⟦&x\n  ⟪⟦b⟧: ⟦c⟧⟧\n⟦d⟧: ⟦*x⟧⟧\n", "⟦⟦!T ⟪a⟧: ⟦b⟧⟧\n", "⟦!T\n⟪⟦a⟧: ⟦b⟧⟧\n", "⟦!T # c\n⟪⟦a⟧: ⟦b⟧⟧\n", "⟦&x\n⟪- ⟦a⟧⟧\n",
        "⟦- ⟦&x\n  ⟪⟦a⟧: ⟦b⟧⟧\n- ⟦*x⟧⟧", "⟦⟦a⟧: ⟦&x ⟪[⟦b⟧]⟧\n⟦c⟧: ⟦*x⟧⟧", "⟦⟦a⟧: ⟦'b\n\n   c\n  d'⟧⟧\n", "⟦⟦a⟧: ⟦'b  \n  c'⟧⟧\n",
        "⟦⟦a⟧: ⟦'b\t\n\tc'⟧⟧\n", "⟦⟦a⟧: ⟦'  \n  b'⟧⟧\n", "⟦⟦a⟧: ⟦' b '⟧⟧\n", "⟦⟦a⟧: ⟦'\n'⟧⟧\n", "⟦⟦a⟧: ⟦'\n\n'⟧⟧\n", "⟦⟦a⟧: ⟦'it''s\n  x'''⟧⟧\n",
        "⟦⟦a⟧: ⟦''''⟧⟧\n", "⟦⟦a⟧: ⟦\"b  \n  c\"⟧⟧\n", "⟦⟦a⟧: ⟦\"b\\\n  c\"⟧⟧\n", "⟦⟦a⟧: ⟦\"b \\\n  c\"⟧⟧\n", "⟦⟦a⟧: ⟦\"b\\\n\n  c\"⟧⟧\n",
        "⟦⟦a⟧: ⟦\"b\\\n\n\n  c\"⟧⟧\n", "⟦⟦a⟧: ⟦\"b\\\r\n  c\"⟧⟧\n", "⟦⟦a⟧: ⟦\"b\\  \n  c\"⟧⟧\n", "⟦⟦a⟧: ⟦\"\n b\"⟧⟧\n",
        "⟦⟦a⟧: ⟦\"\\0\\a\\b\\t\\n\\v\\f\\r\\e\\ \\\"\\/\\\\\\N\\_\\L\\P\\x41\\u0042\\U00000043\"⟧⟧", "⟦⟦a⟧: ⟦\"\\\tb\"⟧⟧", "⟦⟦a⟧: ⟦\"\\u0000\"⟧⟧",
        "⟦⟦a⟧: ⟦\"\\uFFFF\\U00010000\\U0010FFFF\"⟧⟧", "⟦⟦a⟧: ⟦\"\\U0000D7FF\\U0000E000\"⟧⟧", "⟦⟦a⟧: ⟦\"\\U0000FFFF\"⟧⟧",
        "⟦⟦a⟧: ⟦b⟧\r\n⟦c⟧: ⟦d⟧\r⟦e⟧: ⟦f⟧⟧\n", "⟦⟦a⟧: ⟦b⟧\r⟦c⟧: ⟦d⟧⟧\r", "⟦⟦a⟧: ⟦|\r\n  b\r\n\r\n  c⟧\r\n⟦d⟧: ⟦e⟧⟧\r\n",
        "⟦⟦a⟧: ⟦|\r  b\r\r  c⟧\r⟦d⟧: ⟦e⟧⟧\r", "⟦⟦a⟧: ⟦|\n  b\n   \n  c⟧⟧\n", "⟦⟦a⟧: ⟦|\n  b\n \n\n  c⟧⟧\n", "⟦⟦a⟧: ⟦|\n  b⟧\n\n\n⟦c⟧: ⟦d⟧⟧\n",
        "⟦⟦a⟧: ⟦|+\n  b⟧\n\n\n⟦c⟧: ⟦d⟧⟧\n", "⟦⟦a⟧: ⟦|+\n  b⟧⟧\n\n  ", "⟦⟦a⟧: ⟦|+\n  b⟧⟧\n\n", "⟦⟦a⟧: ⟦|+⟧\n\n\n⟦b⟧: ⟦c⟧⟧",
        "⟦⟦a⟧: ⟦|-⟧\n\n\n⟦b⟧: ⟦c⟧⟧", "⟦⟦a⟧: ⟦|⟧⟧\n\n", "⟦⟦a⟧: ⟦|+⟧⟧\n", "⟦⟦a⟧: ⟦|⟧⟧", "⟦⟦a⟧: ⟦|+⟧⟧", "⟦⟦a⟧: ⟦|-\n  b⟧⟧", "⟦⟦a⟧: ⟦|+\n  b⟧⟧",
        "⟦⟦a⟧: ⟦|\n  b⟧⟧", "⟦⟦a⟧: ⟦>\n  b\n  c\n\n  d\n\n\n  e⟧⟧\n", "⟦⟦a⟧: ⟦>\n\n\n  b⟧⟧\n", "⟦⟦a⟧: ⟦>\n  b\n    c\n    d\n  e⟧⟧\n",
        "⟦⟦a⟧: ⟦>\n  b\n\n    c\n\n  e⟧⟧\n", "⟦⟦a⟧: ⟦>\n  b\n  \tc\n  d⟧⟧\n", "⟦⟦a⟧: ⟦>-\n  b⟧⟧\n\n\n", "⟦⟦a⟧: ⟦>+\n  b⟧⟧\n\n\n",
        "⟦⟦a⟧: ⟦|1\n  b⟧⟧\n", "⟦⟦a⟧: ⟦|2\n    b\n  c⟧⟧\n", "⟦⟦a⟧: ⟦|9\n          b⟧⟧\n", "⟦⟦a⟧: ⟦|-1\n  b⟧⟧\n", "⟦⟦a⟧: ⟦|1-\n  b⟧⟧\n",
        "⟦⟦a⟧: ⟦|+1\n  b⟧⟧\n\n", "⟦⟦a⟧: ⟦|1\n b\n c⟧⟧\n", "⟦⟦a⟧: ⟦|2\n   \n  b⟧⟧\n", "⟦⟦a⟧: ⟦|1\n\n b⟧⟧\n", "⟦- ⟦|1\n  b⟧⟧\n", "⟦- ⟦|\n b⟧\n- ⟦c⟧⟧",
        "⟦- ⟦|\n\n\n  b⟧⟧\n", "⟦⟦a⟧:\n  ⟦⟦b⟧: ⟦|\n   c⟧\n  ⟦d⟧: ⟦e⟧⟧⟧\n", "⟦⟦a⟧: ⟦|  # c\n  b⟧⟧\n", "⟦⟦a⟧: ⟦|2 # c\n   b⟧⟧\n",
        "⟦⟦a⟧: ⟦|\t# c\n  b⟧⟧\n", "⟦⟦a⟧: ⟦|\n  b⟧\n # c\n⟦d⟧: ⟦e⟧⟧\n", "⟦⟦a⟧: ⟦|\n  b⟧⟧\n...\n", "⟦|\n b⟧\n", "⟦|\nb⟧\n", "⟦>1\n  b\n c⟧\n",
        "⟦⟦a⟧: ⟦|\n  \tb⟧⟧\n", "⟦⟦a⟧: ⟦|\n  b\n    ⟧⟧", "⟦⟦a⟧: ⟦|⟧⟧\n    ", "⟦⟦a⟧: ⟦|+⟧⟧\n    ", "⟦⟦a⟧: ⟦|+\n  b\n   ⟧⟧\n",
        "⟦⟦a⟧: ⟦|\n  b  \n  c\t⟧⟧\n", "⟦⟦a⟧: ⟦b⟧\n  # c\n⟦d⟧: ⟦e⟧⟧", "⟦⟦a⟧: ⟦b\n   c\n\n\n   d⟧\n\n⟦e⟧: ⟦f⟧⟧", "⟦⟦a⟧: ⟦b⟧⟧ #c\n", "⟦⟦a⟧: ⟦b#c⟧⟧\n",
        "⟦⟦a⟧: ⟦b⟧\n⟦---c⟧: ⟦d⟧⟧", "⟦⟦a⟧: ⟦1⟧\n⟦-x⟧: ⟦2⟧⟧", "⟦⟦--a⟧: ⟦b⟧⟧", "⟦⟦a⟧: ⟦-b⟧⟧", "⟦⟦a⟧: ⟦?b⟧⟧", "⟦⟦a⟧: ⟦:b⟧⟧", "⟦⟦a⟧: ⟦-:b⟧⟧",
        "⟦⟦a⟧: ⟦a-⟧⟧", "⟦⟦a⟧: ⟦b:c⟧⟧", "⟦⟦a::b⟧: ⟦c⟧⟧", "⟦a:b⟧", "⟦a :b⟧", "⟦⟦az_AZ09.b⟧: ⟦c⟧⟧",
        "⟦⟦a⟧: ⟦zZ⟧\n⟦b⟧: ⟦Z⟧\n⟦c⟧: ⟦0⟧\n⟦d⟧: ⟦9⟧\n⟦e⟧: ⟦A⟧\n⟦f⟧: ⟦_⟧⟧\n", "\n\n  \n# c\n\n⟦⟦a⟧: ⟦b⟧⟧", "\uFEFF", "\uFEFF# c\n",
        "\uFEFF---\n⟦⟦a⟧: ⟦b⟧⟧", "\uFEFF⟦- ⟦a⟧⟧", "\uFEFF⟦[⟦a⟧]⟧", " ⟦\uFEFFa⟧", "%YAML 1.1\n%TAG ! x\n--- # c\n⟦⟦a⟧: ⟦b⟧⟧\n... # d\n# e\n",
        "--- ⟦'a'⟧", "--- ⟦\"a\"⟧", "--- ⟦a⟧", "--- ⟦{⟦a⟧: ⟦b⟧}⟧", "--- ⟦!T ⟪{⟦a⟧: ⟦b⟧}⟧", "--- ⟦&x\n⟪- ⟦a⟧⟧", "--- # c\n⟦- ⟦a⟧⟧",
        "--- \n ⟦⟦a⟧: ⟦b⟧⟧", "--- ⟦>\n a⟧", "⟦⟦a⟧: ⟦b⟧⟧\n... # c\n", "⟦⟦a⟧: ⟦b⟧⟧\n...\n...", "⟦- ⟦a⟧⟧\n...\n", "⟦[? ⟦⟦a⟧⟦⟧⟧, ⟦b⟧]⟧",
        "⟦[? ⟦⟦'a'⟧⟦⟧⟧ , ? ⟦⟦b⟧ : ⟦c⟧⟧]⟧", "⟦⟦...c⟧: ⟦d⟧⟧", "⟦⟦a⟧: ⟦!T #c\n  ⟪b⟧⟧", "⟦[⟦&x ⟪a⟧, ⟦&y\n ⟪b⟧]⟧", "⟦[⟦!T\n ⟪a⟧, ⟦!U #c\n ⟪b⟧]⟧",
        "⟦[⟦!T⟪⟧\n]⟧", "⟦[⟦&xy⟪⟧\n, ⟦b⟧]⟧", "⟦{⟦!Tag &xy⟪⟧ ⟦⟧, ⟦b⟧⟦⟧}⟧", "⟦⟦&x ⟪a⟧: ⟦1⟧\n⟦b⟧: ⟦[⟦*x⟧, ⟦*x⟧]⟧\n⟦c⟧: ⟦{⟦*x⟧ : ⟦d⟧}⟧⟧\n",
        "⟦⟦a⟧: ⟦&x ⟪1⟧\n⟦b⟧: ⟦&x ⟪2⟧\n⟦c⟧: ⟦*x⟧⟧\n", "⟦⟦a⟧:⟦⟧⟧ #b", "⟦⟦a⟧: ⟦[⟦⟦b c⟧: ⟦d⟧⟧]⟧⟧", "⟦⟦a⟧: ⟦\"\\uD83D\\uDE00\\uD800\\uDC00\\uDBFF\\udfff\\uD7FF\\uE000\"⟧⟧", "⟦⟦a⟧: ⟦| # x\n  b⟧⟧",
        "⟦⟦a⟧: ⟦!T[b]⟪⟧⟧", "⟦⟦a⟧: ⟦'b'⟧⟧\t#c", "⟦⟦a⟧:\n  ⟦- ⟦b\n   - c⟧⟧⟧", "⟦⟦a⟧:\n  ⟦b\n c⟧⟧", "⟦-\t⟦a⟧⟧", "⟦- ⟦a⟧\n-\t⟦b⟧⟧",
        "⟦⟦a⟧:\n  ⟦b\n  \tc⟧⟧", "⟦- ⟦b\n \tc⟧⟧", "⟦⟦a⟧: ⟦[\n\t⟦b⟧\n]⟧⟧", "⟦a\n%b⟧", "---\t⟦a⟧", "⟦---a⟧", "...",
        "⟦⟦az⟧: ⟦1⟧\n⟦za⟧: ⟦2⟧\n⟦AZ⟧: ⟦3⟧\n⟦ZA⟧: ⟦4⟧\n⟦09⟧: ⟦5⟧\n⟦90⟧: ⟦6⟧\n⟦_⟧: ⟦7⟧\n⟦^⟧: ⟦8⟧\n⟦/⟧: ⟦9⟧⟧",
        "⟦⟦a⟧: ⟦0⟧\n⟦b⟧: ⟦^⟧\n⟦c⟧: ⟦az[b]{c}⟧\n⟦d⟧: ⟦~⟧⟧\n", "⟦[⟦aZz⟧, ⟦;b⟧, ⟦<c⟧, ⟦=d⟧]⟧", "--- ⟦!T\n  ⟪⟦a⟧: ⟦b⟧⟧", "--- ⟦a⟧\n...",
        "⟦⟦&x ⟪a⟧: ⟦b⟧⟧", "⟦- ⟦[⟦a⟧\n  ]⟧\n- ⟦b⟧⟧", "⟦⟦a⟧: ⟦{⟦b⟧: ⟦c⟧\n  }⟧\n⟦d⟧: ⟦e⟧⟧", "⟦⟦a⟧:\n  ⟦⟦b⟧:\n    ⟦⟦c⟧: ⟦d⟧⟧⟧\n\n⟦e⟧: ⟦f⟧⟧",
        "⟦⟦a⟧: ⟦b\n\n  c⟧⟧", "⟦- ⟦a\n - b⟧⟧", "⟦[⟦a⟧\t#c\n]⟧", "⟦[⟦a#⟧\n]⟧", "⟦- ⟦!T⟪⟧ # c\n- ⟦b⟧⟧", "⟦⟦a⟧: ⟦&x⟪⟧ # c\n⟦b⟧: ⟦*x⟧⟧", "⟦{ #c\n}⟧",
        "⟦? ⟦[⟦a\n  b⟧]⟧\n: ⟦c⟧⟧", "⟦⟦a⟧: ⟦b⟧\n? ⟦c⟧⟦⟧⟧\n", "⟦? ⟦a⟧⟦⟧\n? ⟦b⟧\n: ⟦c⟧⟧\n", "⟦? ⟦⟦a⟧ : ⟦b⟧⟧⟦⟧⟧\n", "⟦-? a⟧", "⟦⟦?a⟧: ⟦b⟧⟧",
        "⟦? # c\n  ⟦a⟧\n: ⟦b⟧⟧", "⟦? ⟦|\n a⟧\n: ⟦|\n b⟧⟧\n", "⟦- ⟦? ⟦a⟧\n  : ⟦b⟧⟧\n- ⟦c⟧⟧",
        "⟦{? ⟦⟧⟦⟧}⟧", "⟦{? ⟦⟧⟦⟧, ⟦a⟧: ⟦b⟧}⟧", "⟦{⟦a⟧: ⟦b⟧, ?\n  # c\n  ⟦⟧⟦⟧}⟧",
    ];

    /// <summary>By the specification, where YamlDotNet refuses or reads something else.</summary>
    public static TheoryData<string> MarkedOtherwise() =>
    [
        "⟦{⟦!T ⟪a⟧: ⟦&x ⟪b⟧, ⟦&y⟪⟧ : ⟦c⟧, ⟦d⟧: ⟦!T⟪⟧ , ⟦e⟧: ⟦!T⟪⟧ }⟧", "⟦[? ⟦⟦a⟧\n : ⟦b⟧⟧]⟧", "⟦[? ⟦⟦⟧: ⟦b⟧⟧]⟧", "⟦{ ? ⟦a⟧\n : ⟦b⟧ , ⟦c⟧: ⟦d⟧ }⟧",
        "⟦{⟦a⟧\n: ⟦b⟧}⟧", "⟦[⟦a⟧, ⟦⟦⟧:⟦⟧⟧]⟧", "⟦[⟦⟦a⟧:⟦⟧⟧]⟧", "⟦⟦&x ⟪a⟧: ⟦b⟧\n⟦c⟧: ⟦*x⟧\n⟦*x⟧ : ⟦d⟧⟧\n", "⟦⟦a⟧: ⟦|\n  b⟧\n\t\n⟦c⟧: ⟦d⟧⟧\n",
        "⟦⟦a⟧: ⟦b⟧\n \n  \n\t\n⟦c⟧: ⟦d⟧⟧", "---\n", "⟦⟦a⟧: ⟦!<x>⟪⟧⟧", "⟦[⟦!<x>⟪⟧, ⟦!<y> ⟪b⟧]⟧", "⟦⟦<<⟧: ⟦b⟧\n⟦<<⟧: ⟦c⟧⟧",
        "⟦[? ⟦⟦⟧⟦⟧⟧]⟧", "⟦[? ⟦⟦⟧⟦⟧⟧, ⟦a⟧]⟧",
    ];

    [Theory]
    [MemberData(nameof(Marked))]
    public void What_YamlDotNet_reads_is_read_as_the_same_and_stands_where_it_is_marked(string marked)
    {
        string yaml = CheckMarks(marked);
        Assert.Equal(Oracle.PrintYamlDotNet(yaml), Oracle.Print(TemplateParser.Parse(yaml, TemplateFormat.Yaml).Root));
    }

    [Theory]
    [MemberData(nameof(MarkedOtherwise))]
    public void What_YamlDotNet_reads_otherwise_stands_where_it_is_marked(string marked)
    {
        string yaml = CheckMarks(marked);
        Assert.NotEqual(Oracle.TryPrintYamlDotNet(yaml), Oracle.Print(TemplateParser.Parse(yaml, TemplateFormat.Yaml).Root));
    }

    [Theory]
    [InlineData("a: !T\n  !U b", 8, 1, "A node has one tag at most")]
    [InlineData("a: &x\n  &y b", 8, 1, "A node has one anchor at most")]
    [InlineData("a: !T\n  !U\n  b", 8, 1, "A node has one tag at most")]
    [InlineData("['a' \n : b]", 7, 1, "A comma or ']' is expected")]
    [InlineData("[a\n  b: c]", 6, 1, "A comma or ']' is expected")]
    [InlineData("[a #c]", 0, 1, "The bracket or brace is not closed")]
    [InlineData("[a\n: b]", 3, 1, "A comma or ']' is expected")]
    [InlineData("[a\n--- b]", 0, 1, "The bracket or brace is not closed")]
    [InlineData("[a\n---\n]", 0, 1, "The bracket or brace is not closed")]
    [InlineData("{a: b\n...\n}", 0, 1, "The bracket or brace is not closed")]
    [InlineData("[-]", 1, 1, "A value cannot begin with '-'; put it in quotes")]
    [InlineData("[- a]", 1, 1, "A value cannot begin with '-'; put it in quotes")]
    [InlineData("[*x]", 1, 2, "There is no anchor '&x' before this alias")]
    [InlineData("{*x : a}", 1, 2, "There is no anchor '&x' before this alias")]
    [InlineData("{a: |b}", 4, 1, "A value cannot begin with '|'; put it in quotes")]
    [InlineData("a: x:\ty", 4, 1, "A key cannot stand here; put the mapping on lines of its own")]
    [InlineData("? a\n : b\n", 5, 1, "A key cannot stand here; put the mapping on lines of its own")]
    [InlineData("a: \"\\U0000DFFF\"", 4, 1, "This is no YAML escape")]
    [InlineData("a: >\n  b\n\tc\n", 9, 1, "YAML does not allow tabs in the indentation")]
    [InlineData("a: |3\n  b\n", 8, 1, "This line is indented deeper than the collection that it follows")]
    [InlineData("a:\n  b: |\n  c\n  d: e\n", 12, 1, "A colon is expected after the key")]
    [InlineData("a: |\n\tb\n", 5, 1, "YAML does not allow tabs in the indentation")]
    [InlineData("a: b # c\n  d", 11, 1, "This line is indented deeper than the collection that it follows")]
    [InlineData("a: b\n---\n", 5, 1, "A template is one document; a second one begins here")]
    [InlineData("a: b\n--- \n", 5, 1, "A template is one document; a second one begins here")]
    [InlineData("a\n---", 2, 1, "A template is one document; a second one begins here")]
    [InlineData("a: b\n-- c", 5, 4, "A colon is expected after the key")]
    [InlineData("a: a:", 4, 1, "A key cannot stand here; put the mapping on lines of its own")]
    [InlineData("za: 1\nAZ: 2\nZA: 3\n09: 4\n90: 5\n_: 6\n[: 7", 35, 1, "The bracket or brace is not closed")]
    [InlineData("---\n---\n", 4, 1, "A template is one document; a second one begins here")]
    [InlineData("...\na: b", 4, 1, "Nothing may follow the end of the document")]
    [InlineData("? - a\n- b\n", 6, 1, "A key is expected, not an item of a sequence")]
    [InlineData("a: !<x", 6, 0, "A '>' is expected at the end of the tag")]
    [InlineData("a: !<x y> b", 6, 1, "A '>' is expected at the end of the tag")]
    [InlineData("a: &x\n  !U &y b", 8, 1, "A node has one anchor at most")]
    [InlineData("a: !T &x\n  !U &y b", 11, 1, "A node has one tag at most")]
    [InlineData("!T\n!U\na: b", 3, 1, "A node has one tag at most")]
    [InlineData("a: !T\n  !U |\n  b", 8, 1, "A node has one tag at most")]
    [InlineData("a: &x\n  &y |\n  b", 8, 1, "A node has one anchor at most")]
    [InlineData("&x\n&y\n- a", 3, 1, "A node has one anchor at most")]
    [InlineData("a: b\n... c", 9, 1, "Nothing may follow the end of the document")]
    [InlineData("... c", 4, 1, "Nothing may follow the end of the document")]
    [InlineData("[&x", 1, 1, "The bracket or brace is not closed")]
    [InlineData("[!T", 1, 1, "The bracket or brace is not closed")]
    [InlineData("a: [*x, b]\n", 4, 2, "There is no anchor '&x' before this alias")]
    [InlineData("az: 1\nza: 2\nAZ: 3\nZA: 4\n09: 5\n90: 6\n_: 7\n'[': 8\n`: 9", 48, 1, "A value cannot begin with '`'; put it in quotes")]
    [InlineData("[a[b, c{d]", 2, 1, "A comma or ']' is expected")]
    [InlineData("--- a: b", 5, 1, "A key cannot stand here; put the mapping on lines of its own")]
    [InlineData("--- !T a: b", 8, 1, "A key cannot stand here; put the mapping on lines of its own")]
    [InlineData("a: - b", 3, 1, "A value cannot begin with '-'; put it in quotes")]
    [InlineData("a: 'b\n...\n'", 3, 3, "The string has no closing quote")]
    [InlineData("- - a\n  b", 8, 1, "This line is indented deeper than the collection that it follows")]
    [InlineData("a:\n - b\n - c\n d: e", 14, 1, "This line is indented deeper than the collection that it follows")]
    [InlineData("a: \"b\" \"c\"", 7, 1, "Nothing may follow the value on its line")]
    [InlineData("{\"a\": b \"c\": d}", 11, 1, "A comma or '}' is expected")]
    [InlineData("{a: [b}", 6, 1, "A comma or ']' is expected")]
    [InlineData("[a, {b: c]", 9, 1, "A comma or '}' is expected")]
    [InlineData("[\"a\"#c]", 4, 1, "A comma or ']' is expected")]
    [InlineData("[a, #c", 0, 1, "The bracket or brace is not closed")]
    [InlineData("[a\n b]: c", 6, 1, "A key cannot stand here; put the mapping on lines of its own")]
    [InlineData("{a: b}\n: c", 7, 1, "The document goes on where nothing can follow; check the indentation")]
    [InlineData("'a\n b': c", 6, 1, "A key cannot stand here; put the mapping on lines of its own")]
    [InlineData("- ? a\n: b", 6, 1, "The document goes on where nothing can follow; check the indentation")]
    [InlineData("- a\nb: c\n", 4, 1, "The document goes on where nothing can follow; check the indentation")]
    [InlineData("a: b\n---\nc: d\n", 5, 1, "A template is one document; a second one begins here")]
    [InlineData("a: b\n...\nc: d\n", 9, 1, "Nothing may follow the end of the document")]
    [InlineData("a: b\n...\n# c\n\n---\n", 14, 1, "A template is one document; a second one begins here")]
    [InlineData("# only\n---\n---\n", 11, 1, "A template is one document; a second one begins here")]
    [InlineData("---\n...\n---\n", 8, 1, "A template is one document; a second one begins here")]
    [InlineData("a: b\n--- c\n", 5, 1, "A template is one document; a second one begins here")]
    [InlineData("a: %b", 3, 1, "A value cannot begin with '%'; put it in quotes")]
    [InlineData("a: @b", 3, 1, "A value cannot begin with '@'; put it in quotes")]
    [InlineData("a: `b", 3, 1, "A value cannot begin with '`'; put it in quotes")]
    [InlineData("a: |b", 4, 1, "Nothing may follow the value on its line")]
    [InlineData("a: ,b", 3, 1, "A value cannot begin with ','; put it in quotes")]
    [InlineData("a: ]", 3, 1, "A value cannot begin with ']'; put it in quotes")]
    [InlineData("a: }", 3, 1, "A value cannot begin with '}'; put it in quotes")]
    [InlineData("a: -", 3, 1, "A value cannot begin with '-'; put it in quotes")]
    [InlineData("a: ? b", 3, 1, "A value cannot begin with '?'; put it in quotes")]
    [InlineData("a: : b", 3, 1, "A value cannot begin with ':'; put it in quotes")]
    [InlineData("a: b: c", 4, 1, "A key cannot stand here; put the mapping on lines of its own")]
    [InlineData("a: b\n c: d", 7, 1, "A key cannot stand here; put the mapping on lines of its own")]
    [InlineData("a: b\n c : d", 8, 1, "A key cannot stand here; put the mapping on lines of its own")]
    [InlineData("a: [b", 3, 1, "The bracket or brace is not closed")]
    [InlineData("a: {b", 3, 1, "The bracket or brace is not closed")]
    [InlineData("a: [b}", 5, 1, "A comma or ']' is expected")]
    [InlineData("a: {b]", 5, 1, "A comma or '}' is expected")]
    [InlineData("a: [b, , c]", 7, 1, "A value cannot begin with ','; put it in quotes")]
    [InlineData("a: {b: c d: e}", 10, 1, "A comma or '}' is expected")]
    [InlineData("a: ['b' 'c']", 8, 1, "A comma or ']' is expected")]
    [InlineData("a: [b]]", 6, 1, "Nothing may follow the value on its line")]
    [InlineData("a: [b] c", 7, 1, "Nothing may follow the value on its line")]
    [InlineData("a: {b: c} d", 10, 1, "Nothing may follow the value on its line")]
    [InlineData("a: 'b", 3, 2, "The string has no closing quote")]
    [InlineData("a: \"b", 3, 2, "The string has no closing quote")]
    [InlineData("a: 'b\n---\n'", 3, 3, "The string has no closing quote")]
    [InlineData("a: \"b\n...\n\"", 3, 3, "The string has no closing quote")]
    [InlineData("a: \"\\q\"", 4, 1, "This is no YAML escape")]
    [InlineData("a: \"\\x4\"", 4, 1, "This is no YAML escape")]
    [InlineData("a: \"\\x4g\"", 4, 1, "This is no YAML escape")]
    [InlineData("a: \"\\U0000D800\"", 4, 1, "This is no YAML escape")]
    [InlineData("a: \"\\U00110000\"", 4, 1, "This is no YAML escape")]
    [InlineData("a: \"\\UFFFFFFFF\"", 4, 1, "This is no YAML escape")]
    [InlineData("a: \"\\", 4, 1, "This is no YAML escape")]
    [InlineData("a: |22\n  b", 5, 1, "The header of a block scalar holds one digit and one of + and - at most")]
    [InlineData("a: |--\n  b", 5, 1, "The header of a block scalar holds one digit and one of + and - at most")]
    [InlineData("a: |-+\n  b", 5, 1, "The header of a block scalar holds one digit and one of + and - at most")]
    [InlineData("a: |0\n  b", 4, 1, "Nothing may follow the value on its line")]
    [InlineData("a: |- x\n  b", 6, 1, "Nothing may follow the value on its line")]
    [InlineData("a: |# x\n  b", 4, 1, "Nothing may follow the value on its line")]
    [InlineData("a: b\n- c\n", 5, 1, "A key is expected, not an item of a sequence")]
    [InlineData("a: b\n-\n", 5, 1, "A key is expected, not an item of a sequence")]
    [InlineData("- a\n  - b\nc", 10, 1, "The document goes on where nothing can follow; check the indentation")]
    [InlineData("a: b\nc\n", 5, 1, "A colon is expected after the key")]
    [InlineData("a: b\n\"c\"\n", 5, 3, "A colon is expected after the key")]
    [InlineData("a: b\n[c]\n", 5, 3, "A colon is expected after the key")]
    [InlineData("a: b\n&x c\n", 8, 1, "A colon is expected after the key")]
    [InlineData("a: b\n'c\n d': e", 5, 6, "A colon is expected after the key")]
    [InlineData("a: b\na: c", 5, 1, "The key 'a' stands twice in this mapping")]
    [InlineData("? a\n: b\na: c", 8, 1, "The key 'a' stands twice in this mapping")]
    [InlineData("a: b\n? a\n", 7, 1, "The key 'a' stands twice in this mapping")]
    [InlineData("a: b\n? &x a\n", 10, 1, "The key 'a' stands twice in this mapping")]
    [InlineData("ab: b\n&x ab: c", 9, 2, "The key 'ab' stands twice in this mapping")]
    [InlineData("!T ab: b\n&x !T ab: c", 15, 2, "The key 'ab' stands twice in this mapping")]
    [InlineData("{ab: b, &x ab: c}", 11, 2, "The key 'ab' stands twice in this mapping")]
    [InlineData("{a: b, a: c}", 7, 1, "The key 'a' stands twice in this mapping")]
    [InlineData("{a: b, \"a\"}", 7, 3, "The key 'a' stands twice in this mapping")]
    [InlineData("\"a\": b\n'a': c", 7, 3, "The key 'a' stands twice in this mapping")]
    [InlineData("a: *b", 3, 2, "There is no anchor '&b' before this alias")]
    [InlineData("a: *", 3, 1, "There is no anchor '&' before this alias")]
    [InlineData("*a", 0, 2, "There is no anchor '&a' before this alias")]
    [InlineData("*a : b", 0, 2, "There is no anchor '&a' before this alias")]
    [InlineData("a: &", 4, 0, "An anchor needs a name")]
    [InlineData("a: & b", 4, 1, "An anchor needs a name")]
    [InlineData("a: &x &y b", 6, 1, "A node has one anchor at most")]
    [InlineData("a: !T !U b", 6, 1, "A node has one tag at most")]
    [InlineData("a: !<x>b", 7, 1, "A space is expected after the tag")]
    [InlineData("a: &x b\nc: !T *x", 14, 2, "An alias has neither tag nor anchor")]
    [InlineData("a: &x b\nc: &y *x", 14, 2, "An alias has neither tag nor anchor")]
    [InlineData("a: 'b' c", 7, 1, "Nothing may follow the value on its line")]
    [InlineData("a: 'b': c", 6, 1, "A key cannot stand here; put the mapping on lines of its own")]
    [InlineData("a: \"b\"#c", 6, 1, "Nothing may follow the value on its line")]
    [InlineData("a: &x b\nc: *x d", 14, 1, "Nothing may follow the value on its line")]
    [InlineData("a:\n  b: c\n    d: e", 15, 1, "A key cannot stand here; put the mapping on lines of its own")]
    [InlineData("a:\n  - b\n  c: d", 11, 1, "This line is indented deeper than the collection that it follows")]
    [InlineData("a:\n\tb: c", 3, 1, "YAML does not allow tabs in the indentation")]
    [InlineData("a:\n  - b\n\t- c", 9, 1, "YAML does not allow tabs in the indentation")]
    [InlineData("a: b\n\tc", 5, 1, "YAML does not allow tabs in the indentation")]
    [InlineData("a:\n  b\n\tc", 7, 1, "YAML does not allow tabs in the indentation")]
    [InlineData("%\n---\n%x", 6, 1, "A value cannot begin with '%'; put it in quotes")]
    [InlineData(" %YAML\n---\na", 1, 1, "A value cannot begin with '%'; put it in quotes")]
    [InlineData("--- - a", 4, 1, "A value cannot begin with '-'; put it in quotes")]
    [InlineData("%YAML 1.1\na: b\n", 0, 1, "A line of three dashes is expected behind this directive")]
    [InlineData("# c\n%TAG !x! tag:x,2000:\n# d\na: b\n", 4, 1, "A line of three dashes is expected behind this directive")]
    [InlineData("%YAML 1.1\n%TAG !x! tag:x,2000:\n--a", 10, 1, "A line of three dashes is expected behind this directive")]
    [InlineData("%YAML 1.1\n", 0, 1, "A line of three dashes is expected behind this directive")]
    [InlineData("%YAML 1.1\n...\n", 0, 1, "A line of three dashes is expected behind this directive")]
    [InlineData("a: |\n    \n  b\n", 7, 2, "A blank line before the text is indented deeper than the text")]
    [InlineData("a: >-\n\n   \n \n  b\n", 9, 1, "A blank line before the text is indented deeper than the text")]
    [InlineData("a:\n  - |\r\n      \r\n    b\n", 14, 2, "A blank line before the text is indented deeper than the text")]
    [InlineData("a: \"\\uD800\"", 4, 1, "This is no YAML escape")]
    [InlineData("a: \"\\uDFFF\"", 4, 1, "This is no YAML escape")]
    [InlineData("a: \"b\\uDBFFc\"", 5, 1, "This is no YAML escape")]
    [InlineData("a: \"\\uD800\\uD800\"", 4, 1, "This is no YAML escape")]
    [InlineData("a: \"\\uD800\\u0041\"", 4, 1, "This is no YAML escape")]
    [InlineData("a: \"\\uD800\\uE000\"", 4, 1, "This is no YAML escape")]
    [InlineData("a: \"\\uD800\\nDC00\"", 4, 1, "This is no YAML escape")]
    [InlineData("a: \"\\uD800\\uDC0\"", 4, 1, "This is no YAML escape")]
    [InlineData("a: \"\\uDC00\\uDC00\"", 4, 1, "This is no YAML escape")]
    [InlineData("a: \"\\U0000D8\\uDE00\"", 4, 1, "This is no YAML escape")]
    [InlineData("a: |\n    \n    \n  b\n", 7, 2, "A blank line before the text is indented deeper than the text")]
    [InlineData("a: !<T>[b]\n", 7, 1, "A space is expected after the tag")]
    [InlineData("a: \"\\uD800\\uDC00\\uDC00\"", 16, 1, "This is no YAML escape")]
    [InlineData("a: \"\\uD800", 4, 1, "This is no YAML escape")]
    public void What_is_refused_is_told_with_its_place(string yaml, int start, int length, string message)
    {
        ParserAssert.Refuses(yaml, TemplateFormat.Yaml, start, length, message);
        Assert.Null(Oracle.TryPrintYamlDotNet(yaml));
    }

    [Theory]
    [InlineData("a: \"\\U0000D83D\\uDE00\"", 4, 1, "This is no YAML escape")]
    [InlineData("[#c\n d]", 1, 1, "A value cannot begin with '#'; put it in quotes")]
    [InlineData("{?}", 1, 1, "A value cannot begin with '?'; put it in quotes")]
    [InlineData("[>a]", 1, 1, "A value cannot begin with '>'; put it in quotes")]
    [InlineData("--- |\nb\n---\n", 8, 1, "A template is one document; a second one begins here")]
    [InlineData("\ta: b", 0, 1, "YAML does not allow tabs in the indentation")]
    [InlineData("a:\n \tb: c", 4, 1, "YAML does not allow tabs in the indentation")]
    public void What_only_YamlDotNet_lets_pass_is_refused(string yaml, int start, int length, string message)
    {
        ParserAssert.Refuses(yaml, TemplateFormat.Yaml, start, length, message);
        Assert.NotNull(Oracle.TryPrintYamlDotNet(yaml));
    }

    [Theory]
    [InlineData("[", "1", "]")]
    [InlineData("{a: ", "1", "}")]
    [InlineData("{? ", "1", "}")]
    [InlineData("- ", "1", "")]
    [InlineData("- ", "'1'", "")]
    [InlineData("? ", "1", "")]
    public void Depth_has_a_limit(string open, string value, string close) =>
        ParserAssert.NestsUpTo(TemplateFormat.Yaml, ParserAssert.Nest(open, value, close), TemplateParser.MaximumDepth);

    [Theory]
    [InlineData("a:", "a: 1")]
    [InlineData("a:", "a: '1'")]
    [InlineData("a:", "a:\n 1")]
    [InlineData("-", "-\n 1")]
    [InlineData("?", "? 1")]
    [InlineData("? a\n:", "? a\n: 1")]
    [InlineData("- !T", "- !T\n  1", 2)]
    public void Depth_of_indented_lines_has_a_limit(string line, string last, int levelsOfLine = 1)
    {
        static string Indent(string text, int columns) => new string(' ', columns) + text.Replace("\n", "\n" + new string(' ', columns), StringComparison.Ordinal) + "\n";
        ParserAssert.NestsUpTo(TemplateFormat.Yaml, lines => string.Concat(Enumerable.Range(0, lines - 1).Select(x => Indent(line, x))) + Indent(last, lines - 1), TemplateParser.MaximumDepth / levelsOfLine);
    }

    [Fact]
    public void A_scalar_has_the_style_that_it_is_written_in() =>
        Assert.Equal(
            [ScalarStyle.Plain, ScalarStyle.SingleQuoted, ScalarStyle.DoubleQuoted, ScalarStyle.Literal, ScalarStyle.Folded, ScalarStyle.Plain],
            ((SequenceNode)TemplateParser.Parse("- a\n- 'a'\n- \"a\"\n- |\n a\n- >\n a\n-\n", TemplateFormat.Yaml).Root!).Items.Select(static x => ((ScalarNode)x).Style));

    [Fact]
    public void A_collection_is_in_flow_style_only_in_brackets() =>
        Assert.Equal(
            [true, true, true, false, false],
            ((SequenceNode)TemplateParser.Parse("- []\n- {}\n- [a: b]\n- - a\n- a: b\n", TemplateFormat.Yaml).Root!).Items
                .SelectMany(static x => x is SequenceNode { IsFlow: true, Items: [MappingNode pair] } ? [pair] : new[] { x })
                .Select(static x => x is MappingNode { IsFlow: true } or SequenceNode { IsFlow: true }));

    [Fact]
    public void A_node_knows_its_anchor_and_an_alias_its_node()
    {
        TemplateDocument document = TemplateParser.Parse("a: &x !T b\nc: *x\nd: {*x : &y\n e}\n", TemplateFormat.Yaml);
        MappingNode root = (MappingNode)document.Root!;

        Assert.True(document.HasAliases);
        Assert.Equal(("x", "!T"), (root["a"]!.Anchor, root["a"]!.Tag));
        AliasNode alias = Assert.IsType<AliasNode>(root["c"]);
        Assert.Equal("x", alias.Name);
        Assert.Same(root["a"], alias.Target);
        MappingEntry entry = Assert.Single(((MappingNode)root["d"]!).Entries);
        Assert.Same(root["a"], Assert.IsType<AliasNode>(entry.Key).Target);
        Assert.Equal("y", entry.Value.Anchor);
        Assert.False(TemplateParser.Parse("a: &x b\n", TemplateFormat.Yaml).HasAliases);
    }

    /// <summary>A tag or an anchor may stand on a line of its own, and the other one on the next.</summary>
    [Theory]
    [InlineData("a: &x\n  !T\n  b: c\n")]
    [InlineData("a: !T\n  &x\n  b: c\n")]
    [InlineData("a: &x !T\n  b: c\n")]
    [InlineData("a:\n  !T\n  &x\n  b: c\n")]
    public void Tag_and_anchor_of_one_node_may_stand_on_two_lines(string yaml)
    {
        TemplateDocument document = TemplateParser.Parse(yaml, TemplateFormat.Yaml);
        TemplateNode node = ((MappingNode)document.Root!)["a"]!;

        Assert.Empty(document.Errors);
        Assert.IsType<MappingNode>(node);
        Assert.Equal(("x", "!T"), (node.Anchor, node.Tag));
    }

    private static string CheckMarks(string marked)
    {
        string yaml = string.Concat(marked.Where(static x => x is not ('⟦' or '⟪' or '⟧')));
        TemplateDocument document = TemplateParser.Parse(yaml, TemplateFormat.Yaml);
        Assert.Empty(document.Errors);
        Assert.Equal(marked, Mark(document));
        return yaml;
    }

    private static string Mark(TemplateDocument document)
    {
        StringBuilder text = new();
        int position = 0;
        Visit(document.Root);
        return text.Append(document.Text, position, document.Text.Length - position).ToString();

        void Visit(TemplateNode? node)
        {
            if (node is null)
            {
                return;
            }

            Put(node.FullSpan.Start, '⟦');
            if (node.FullSpan != node.Span)
            {
                Put(node.Span.Start, '⟪');
            }

            IEnumerable<TemplateNode> children = node switch
            {
                MappingNode mapping => mapping.Entries.SelectMany(static x => new[] { x.Key, x.Value }),
                SequenceNode sequence => sequence.Items,
                _ => [],
            };
            foreach (TemplateNode child in children)
            {
                Visit(child);
            }

            Put(node.Span.End, '⟧');
        }

        void Put(int at, char mark)
        {
            text.Append(document.Text, position, at - position).Append(mark);
            position = at;
        }
    }
}
