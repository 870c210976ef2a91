using System.Collections.Generic;
using System.Linq;
using System.Text;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Syntax;

/// <summary>
/// YAML: where each node stands. In the texts, <c>⟦</c> and <c>⟧</c> stand around each node, and <c>⟪</c> behind its tag and anchor.
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
        "⟦⟦a⟧: ⟦|+\n  b\n\n⟧\n⟦c⟧: ⟦d⟧⟧\n", "⟦⟦a⟧: ⟦|+\n  b\n⟧⟧\n  ", "⟦⟦a⟧: ⟦|+\n  b\n⟧⟧\n", "⟦⟦a⟧: ⟦|+\n\n⟧\n⟦b⟧: ⟦c⟧⟧",
        "⟦⟦a⟧: ⟦|-⟧\n\n\n⟦b⟧: ⟦c⟧⟧", "⟦⟦a⟧: ⟦|⟧⟧\n\n", "⟦⟦a⟧: ⟦|+⟧⟧\n", "⟦⟦a⟧: ⟦|⟧⟧", "⟦⟦a⟧: ⟦|+⟧⟧", "⟦⟦a⟧: ⟦|-\n  b⟧⟧", "⟦⟦a⟧: ⟦|+\n  b⟧⟧",
        "⟦⟦a⟧: ⟦|\n  b⟧⟧", "⟦⟦a⟧: ⟦>\n  b\n  c\n\n  d\n\n\n  e⟧⟧\n", "⟦⟦a⟧: ⟦>\n\n\n  b⟧⟧\n", "⟦⟦a⟧: ⟦>\n  b\n    c\n    d\n  e⟧⟧\n",
        "⟦⟦a⟧: ⟦>\n  b\n\n    c\n\n  e⟧⟧\n", "⟦⟦a⟧: ⟦>\n  b\n  \tc\n  d⟧⟧\n", "⟦⟦a⟧: ⟦>-\n  b⟧⟧\n\n\n", "⟦⟦a⟧: ⟦>+\n  b\n\n⟧⟧\n",
        "⟦⟦a⟧: ⟦|1\n  b⟧⟧\n", "⟦⟦a⟧: ⟦|2\n    b\n  c⟧⟧\n", "⟦⟦a⟧: ⟦|9\n          b⟧⟧\n", "⟦⟦a⟧: ⟦|-1\n  b⟧⟧\n", "⟦⟦a⟧: ⟦|1-\n  b⟧⟧\n",
        "⟦⟦a⟧: ⟦|+1\n  b\n⟧⟧\n", "⟦⟦a⟧: ⟦|1\n b\n c⟧⟧\n", "⟦⟦a⟧: ⟦|2\n   \n  b⟧⟧\n", "⟦⟦a⟧: ⟦|1\n\n b⟧⟧\n", "⟦- ⟦|1\n  b⟧⟧\n", "⟦- ⟦|\n b⟧\n- ⟦c⟧⟧",
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
        "⟦{? ⟦⟧⟦⟧}⟧", "⟦{? ⟦⟧⟦⟧, ⟦a⟧: ⟦b⟧}⟧", "⟦{⟦a⟧: ⟦b⟧, ?\n  # c\n  ⟦⟧⟦⟧}⟧", "⟦⟦&x ⟪a⟧: ⟦*x⟧\n⟦c⟧: ⟦{⟦*x⟧ : ⟦d⟧}⟧⟧\n",
    ];

    /// <summary>By the specification, where YamlDotNet refuses or reads something else.</summary>
    public static TheoryData<string> MarkedOtherwise() =>
    [
        "⟦{⟦!T ⟪a⟧: ⟦&x ⟪b⟧, ⟦&y⟪⟧ : ⟦c⟧, ⟦d⟧: ⟦!T⟪⟧ , ⟦e⟧: ⟦!T⟪⟧ }⟧", "⟦[? ⟦⟦a⟧\n : ⟦b⟧⟧]⟧", "⟦[? ⟦⟦⟧: ⟦b⟧⟧]⟧", "⟦{ ? ⟦a⟧\n : ⟦b⟧ , ⟦c⟧: ⟦d⟧ }⟧",
        "⟦{⟦a⟧\n: ⟦b⟧}⟧", "⟦[⟦a⟧, ⟦⟦⟧:⟦⟧⟧]⟧", "⟦[⟦⟦a⟧:⟦⟧⟧]⟧", "⟦⟦a⟧: ⟦|\n  b⟧\n\t\n⟦c⟧: ⟦d⟧⟧\n",
        "⟦⟦a⟧: ⟦b⟧\n \n  \n\t\n⟦c⟧: ⟦d⟧⟧", "---\n", "⟦⟦a⟧: ⟦!<x>⟪⟧⟧", "⟦[⟦!<x>⟪⟧, ⟦!<y> ⟪b⟧]⟧", "⟦⟦<<⟧: ⟦{⟦b⟧: ⟦c⟧}⟧\n⟦<<⟧: ⟦{⟦b⟧: ⟦d⟧}⟧⟧",
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
                MappingNode mapping => mapping.Written.SelectMany(static x => new[] { x.Key, x.Value }),
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
