using System;
using System.Text.Json;
using LambdaDestinations.Testing.Filters;

namespace LambdaDestinations.Testing.Tests.Filters;

/// <summary>
/// Event patterns as EventBridge was recorded to match and refuse them (localstack/localstack, tests/aws/services/events/event_pattern_templates; the 155
/// recordings themselves were compared once, all agree).
/// </summary>
public sealed class PatternTests
{
    [Theory]
    // Exact values
    [InlineData("""{"a":[1]}""", """{"a":1.0}""", true)]
    [InlineData("""{"a":["1"]}""", """{"a":1}""", false)]
    [InlineData("""{"a":[false]}""", """{"a":false}""", true)]
    [InlineData("""{"a":[false]}""", """{"a":true}""", false)]
    [InlineData("""{"a":[null]}""", """{"a":null}""", true)]
    [InlineData("""{"a":[null]}""", """{"a":"null"}""", false)]
    [InlineData("""{"a":[null]}""", """{"a":[]}""", false)]
    [InlineData("""{"A":["x"]}""", """{"a":"x"}""", false)]
    [InlineData("""{"a":["x","y"],"b":["z"]}""", """{"a":"y","b":"z"}""", true)]
    [InlineData("""{"a":["x","y"],"b":["z"]}""", """{"a":"y"}""", false)]
    [InlineData("""{"a":{"b":["x"]}}""", """{"a":"{\"b\":\"x\"}"}""", false)]
    [InlineData("""{"a":[1e3]}""", """{"a":1000}""", true)]
    [InlineData("""{"a":[{"exact":"x"}]}""", """{"a":"x"}""", true)]
    // Lists and lists of objects
    [InlineData("""{"a":["x"]}""", """{"a":["w","x"]}""", true)]
    [InlineData("""{"a":["x"]}""", """{"a":["w"]}""", false)]
    [InlineData("""{"a":{"b":["x"]}}""", """{"a":[{"c":1},{"b":"x"}]}""", true)]
    [InlineData("""{"a":{"b":["x"],"c":[1]}}""", """{"a":[{"b":"x","c":2},{"b":"y","c":1}]}""", false)]
    [InlineData("""{"a":{"b":["x"]}}""", """{"a":[{"b":["w"]},{"b":["x"]}]}""", true)]
    // Dots
    [InlineData("""{"a":{"b":{"c":["x"]}}}""", """{"a":{"b.c":"x"}}""", true)]
    [InlineData("""{"a":{"b.c":["x"]}}""", """{"a":{"b":{"c":"x"}}}""", true)]
    [InlineData("""{"a":{"b.c":{"c":["x"]}}}""", """{"a":{"b":{"c":"x"}}}""", false)]
    [InlineData("""{"a":{"b":{"c":["x"]}}}""", """{"a":{"b.c":{"c":"x"}}}""", false)]
    [InlineData("""{"a.b":["x"]}""", """{"a":[{"b":"w"},{"b":"x"}]}""", true)]
    [InlineData("""{"a":{"b":["x"]}}""", """{"a":{"c":1},"a.b":"x"}""", true)]
    // exists is about leaves
    [InlineData("""{"a":[{"exists":true}]}""", """{"a":null}""", true)]
    [InlineData("""{"a":[{"exists":true}]}""", """{"a":{"b":1}}""", false)]
    [InlineData("""{"a":[{"exists":false}]}""", """{"a":{"b":1}}""", true)]
    [InlineData("""{"a":[{"exists":true}]}""", """{"a":[]}""", false)]
    [InlineData("""{"a":[{"exists":false}]}""", """{"a":[]}""", true)]
    [InlineData("""{"a":{"b":[{"exists":false}]}}""", """{"c":1}""", true)]
    [InlineData("""{"a":{"b":[{"exists":false}]}}""", """{"a":[]}""", true)]
    [InlineData("""{"a":{"b":[{"exists":true}]}}""", """{"a":[{"c":1},{"b":1}]}""", true)]
    [InlineData("""{"a":{"b":[{"exists":false}]}}""", """{"a":[{"c":1},{"b":1}]}""", false)]
    [InlineData("""{"a":{"b":[{"exists":false}]}}""", """{"a":{"b":"x"}}""", false)]
    // anything-but
    [InlineData("""{"a":[{"anything-but":"x"}]}""", """{"a":"y"}""", true)]
    [InlineData("""{"a":[{"anything-but":"x"}]}""", """{"a":"x"}""", false)]
    [InlineData("""{"a":[{"anything-but":"x"}]}""", """{"a":null}""", true)]
    [InlineData("""{"a":[{"anything-but":"x"}]}""", "{}", false)]
    [InlineData("""{"a":[{"anything-but":[100,200]}]}""", """{"a":100}""", false)]
    [InlineData("""{"a":[{"anything-but":[100,200]}]}""", """{"a":300}""", true)]
    [InlineData("""{"a":[{"anything-but":{"prefix":"in"}}]}""", """{"a":"init"}""", false)]
    [InlineData("""{"a":[{"anything-but":{"prefix":["in","te"]}}]}""", """{"a":12}""", true)]
    [InlineData("""{"a":[{"anything-but":{"suffix":[".txt",".jpg"]}}]}""", """{"a":"b.jpg"}""", false)]
    [InlineData("""{"a":[{"anything-but":{"wildcard":"*/init/*"}}]}""", """{"a":"x/init/y"}""", false)]
    [InlineData("""{"a":[{"anything-but":{"wildcard":""}}]}""", """{"a":"x"}""", true)]
    [InlineData("""{"a":[{"anything-but":{"equals-ignore-case":["X","y"]}}]}""", """{"a":"Y"}""", false)]
    [InlineData("""{"a":[{"anything-but":["x"]},{"exists":false}]}""", "{}", true)]
    // Texts
    [InlineData("""{"a":[{"prefix":""}]}""", """{"a":"x"}""", true)]
    [InlineData("""{"a":[{"prefix":"1"}]}""", """{"a":12}""", false)]
    [InlineData("""{"a":[{"prefix":{"equals-ignore-case":"ab"}}]}""", """{"a":"ABC"}""", true)]
    [InlineData("""{"a":[{"suffix":{"equals-ignore-case":".PNG"}}]}""", """{"a":"x.png"}""", true)]
    [InlineData("""{"a":[{"suffix":{"equals-ignore-case":".PNG"}}]}""", """{"a":"x.jpg"}""", false)]
    [InlineData("""{"a":[{"equals-ignore-case":""}]}""", """{"a":"x"}""", false)]
    [InlineData("""{"a":[{"wildcard":"dir/*/file"}]}""", """{"a":"dir/x/y/file"}""", true)]
    [InlineData("""{"a":[{"wildcard":"dir/*.png"}]}""", """{"a":"dir/x.png.txt"}""", false)]
    [InlineData("""{"a":[{"wildcard":""}]}""", """{"a":"x"}""", false)]
    [InlineData("""{"a":[{"wildcard":"a\\*b"}]}""", """{"a":"a*b"}""", true)]
    [InlineData("""{"a":[{"wildcard":"a\\*b"}]}""", """{"a":"axb"}""", false)]
    [InlineData("""{"a":[{"wildcard":"*ab*b"}]}""", """{"a":"aabxab"}""", true)]
    // Numbers
    [InlineData("""{"a":[{"numeric":[">",0,"<=",5]}]}""", """{"a":5}""", true)]
    [InlineData("""{"a":[{"numeric":[">",0,"<=",5]}]}""", """{"a":0}""", false)]
    [InlineData("""{"a":[{"numeric":["=",301.8]}]}""", """{"a":301.80}""", true)]
    [InlineData("""{"a":[{"numeric":[">",100]}]}""", """{"a":"300"}""", false)]
    [InlineData("""{"a":[{"numeric":[">",100]}]}""", """{"a":null}""", false)]
    [InlineData("""{"a":[{"numeric":[">",100]}]}""", """{"a":1e300}""", true)]
    // Addresses
    [InlineData("""{"a":[{"cidr":"10.0.0.0/24"}]}""", """{"a":"10.0.0.255"}""", true)]
    [InlineData("""{"a":[{"cidr":"10.0.0.0/24"}]}""", """{"a":"10.0.1.255"}""", false)]
    [InlineData("""{"a":[{"cidr":"10.0.0.0/24"}]}""", """{"a":123}""", false)]
    [InlineData("""{"a":[{"cidr":"2001:db8:1234:1a00::/64"}]}""", """{"a":"2001:db8:1234:1a00::1"}""", true)]
    [InlineData("""{"a":[{"cidr":"2001:db8:1234:1a00::/64"}]}""", """{"a":"2001:db8:1234:1a01::1"}""", false)]
    // Alternatives
    [InlineData("""{"$or":[{"a":[1]},{"b":[2]}]}""", """{"b":2}""", true)]
    [InlineData("""{"$or":[{"a":[1]},{"b":[2]}]}""", """{"a":2,"b":1}""", false)]
    [InlineData("""{"c":[3],"$or":[{"a":[1]},{"b":[2]}]}""", """{"b":2}""", false)]
    [InlineData("""{"a":{"$or":[{"b":[1]},{"$or":[{"c":[2]},{"d":[3]}]}]}}""", """{"a":{"d":3}}""", true)]
    // Names that are functions in a template, and nothing here.
    [InlineData("""{"a":{"Ref":["x"]}}""", """{"a":{"Ref":"x"}}""", true)]
    [InlineData("""{"a":{"Ref":["x"]}}""", """{"a":{"Ref":"y"}}""", false)]
    public void An_event_matches_or_not(string pattern, string json, bool matches)
    {
        using JsonDocument document = JsonDocument.Parse(json);

        Assert.Equal(matches, new EventPattern(pattern).Matches(document.RootElement));
    }

    [Theory]
    [InlineData("""["a"]""", "Filter is not an object")]
    [InlineData("{}", "Empty objects are not allowed")]
    [InlineData("""{"a":{}}""", "Empty objects are not allowed")]
    [InlineData("""{"a":[]}""", "Empty arrays are not allowed")]
    [InlineData("""{"a":"x"}""", "\"a\" must be an object or an array")]
    [InlineData("""{"a":42}""", "\"a\" must be an object or an array")]
    [InlineData("""{"a":[["x"]]}""", "Match value must be String, number, true, false, or null")]
    [InlineData("""{"a":[{}]}""", "Match expression name not found")]
    [InlineData("""{"a":[{"EXISTS":true}]}""", "Unrecognized match type EXISTS")]
    [InlineData("""{"a":[{"exists":"true"}]}""", "exists match pattern must be either true or false.")]
    [InlineData("""{"a":[{"prefix":"x","suffix":"y"}]}""", "Only one key allowed in match expression")]
    [InlineData("""{"a":[{"prefix":123}]}""", "prefix match pattern must be a string")]
    [InlineData("""{"a":[{"suffix":[".png"]}]}""", "suffix match pattern must be a string")]
    [InlineData("""{"a":[{"prefix":{"wildcard":"x"}}]}""", "Unsupported prefix pattern: wildcard")]
    [InlineData("""{"a":[{"equals-ignore-case":{"prefix":"x"}}]}""", "equals-ignore-case match pattern must be a string")]
    [InlineData("""{"a":[{"wildcard":123}]}""", "wildcard match pattern must be a string")]
    [InlineData("""{"a":[{"wildcard":"arn:aws:events:us-east-1:**:event-bus/*"}]}""", "Consecutive wildcard characters at pos 26")]
    [InlineData("""{"a":[{"wildcard":"a\\b"}]}""", "Invalid escape character at pos 2")]
    [InlineData("""{"a":[{"wildcard":"*:*:*:*:*:event-bus/*"}]}""", "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character")]
    [InlineData("""{"a":[{"cidr":"bad-filter"}]}""", "Malformed CIDR, one '/' required")]
    [InlineData("""{"a":[{"cidr":"bad-/64filter"}]}""", "Malformed CIDR, mask bits must be an integer")]
    [InlineData("""{"a":[{"cidr":"xx.11.xx/8"}]}""", "Nonstandard IP address: xx.11.xx")]
    [InlineData("""{"a":[{"cidr":"10.0.0.0/32"}]}""", "IPv4 mask bits must be < 32")]
    [InlineData("""{"a":[{"cidr":["10.0.0.0/8"]}]}""", "prefix match pattern must be a string")]
    [InlineData("""{"a":[{"numeric":10}]}""", "Value of numeric must be an array.")]
    [InlineData("""{"a":[{"numeric":[">",0,">",0]}]}""", "Bad numeric range operator: >")]
    [InlineData("""{"a":[{"numeric":[">",0,"<"]}]}""", "Value of < must be numeric")]
    [InlineData("""{"a":[{"numeric":[">","1"]}]}""", "Value of > must be numeric")]
    [InlineData("""{"a":[{"numeric":["!=",1]}]}""", "Unrecognized numeric range operator: !=")]
    [InlineData("""{"a":[{"numeric":["<",5,">",1]}]}""", "Too many elements in numeric expression")]
    [InlineData("""{"a":[{"numeric":[">",5,"<",1]}]}""", "Bottom must be less than top")]
    [InlineData("""{"a":[{"anything-but":null}]}""", "Value of anything-but must be an array or single string/number value.")]
    [InlineData("""{"a":[{"anything-but":["x",null]}]}""", "Inside anything but list, start|null|boolean is not supported.")]
    [InlineData("""{"a":[{"anything-but":["x",1]}]}""", "Inside anything but list, either all values are number or string, mixed type is not supported")]
    [InlineData("""{"a":[{"anything-but":{"prefix":{"equals-ignore-case":"x"}}}]}""", "Value of anything-but must be an array or single string/number value.")]
    [InlineData("""{"a":[{"anything-but":{"prefix":""}}]}""", "Null prefix/suffix not allowed")]
    [InlineData("""{"a":[{"anything-but":{"suffix":[null,".txt"]}}]}""", "prefix/suffix match pattern must be a string")]
    [InlineData("""{"a":[{"anything-but":{"equals-ignore-case":[1]}}]}""", "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.")]
    [InlineData("""{"a":[{"anything-but":{"numeric":["=",1]}}]}""", "Unsupported anything-but pattern: numeric")]
    [InlineData("""{"$or":[{"a":[1]}]}""", "There must have at least 2 Objects in $or relationship.")]
    [InlineData("""{"$or":["a","b"]}""", "Only JSON object is allowed in array of $or relationship.")]
    [InlineData("""{"$or":{"a":[1]}}""", "It must be an Array followed with $or.")]
    public void A_pattern_is_refused_with_the_reason_of_AWS(string pattern, string reason)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => new EventPattern(pattern));

        Assert.Equal("Event pattern is not valid. Reason: " + reason, refused.Message);
    }

    [Fact]
    public void What_is_not_JSON_is_refused() =>
        Assert.StartsWith("Event pattern is not valid. Reason: ", Assert.Throws<ArgumentException>(() => new EventPattern("{'a': ['x']}")).Message, StringComparison.Ordinal);
}
