using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using LambdaDestinations.Generators.Contracts;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Generators.Tests.Analyzers;

/// <summary>
/// System.Text.Json itself is asked: each property of <c>Payloads</c> gives a value of its type, whose attribute holds JSON for the way back. What the
/// inspector says of the type is what happens.
/// </summary>
public sealed class PayloadInspectorTests
{
    private const string Source = """
        #nullable enable
        using System;
        using System.Collections;
        using System.Collections.Concurrent;
        using System.Collections.Frozen;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.Collections.ObjectModel;
        using System.Data;
        using System.IO;
        using System.Linq;
        using System.Reflection;
        using System.Text.Json;
        using System.Text.Json.Nodes;
        using System.Text.Json.Serialization;
        using System.Threading;
        using System.Threading.Tasks;

        public class JsonAttribute(string json) : Attribute { public string Json => json; }

        public static class Payloads
        {
            [Json("{}")] public static Action Delegate => () => { };
            [Json("{}")] public static Func<int> Function => () => 1;
            [Json("[[1]]")] public static int[,] Grid => new int[1, 1];
            [Json("[[1]]")] public static int[][] Jagged => [[1]];
            [Json("[[[1]]]")] public static int[][,] JaggedGrid => [new int[1, 1]];
            [Json("3")] public static IntPtr Native => 3;
            [Json("3")] public static nuint? NativeOrNull => 3;
            [Json("\"x\"")] public static Type Class => typeof(int);
            [Json("{}")] public static MethodInfo Method => typeof(string).GetMethod("Clone")!;
            [Json("{\"Item1\":1}")] public static (int A, string B) Tuple => (1, "x");
            [Json("{\"Item1\":1}")] public static (int, int)? TupleOrNull => (1, 2);
            [Json("{\"Item1\":1}")] public static ValueTuple<int> Single => new(1);
            [Json("{\"Item1\":1,\"Item2\":\"x\"}")] public static Tuple<int, string> ClassTuple => new(1, "x");
            [Json("{\"Key\":\"a\",\"Value\":1}")] public static KeyValuePair<string, int> Pair => new("a", 1);
            [Json("{\"Key\":\"a\",\"Value\":{}}")] public static KeyValuePair<string, Action> PairOfDelegate => new("a", () => { });
            [Json("{\"X\":1}")] public static Fields OnlyFields => new() { X = 1 };
            [Json("{\"X\":1}")] public static FieldStruct StructOfFields => new() { X = 1 };
            [Json("{\"X\":1}")] public static IncludedField Included => new() { X = 1 };
            [Json("{\"P\":2}")] public static Mixed FieldAndProperty => new() { P = 2 };
            [Json("{}")] public static Nothing Empty => new();

            [Json("{}")] public static IDisposable Interface => new MemoryStream();
            [Json("{}")] public static IComparable Comparable => "a";
            [Json("{\"R\":1}")] public static IShape Shape => new Circle();
            [Json("{\"R\":1}")] public static AShape Abstract => new ACircle();
            [Json("{\"$type\":\"c\",\"R\":1}")] public static DShape Derived => new DCircle();
            [Json("{\"V\":{\"R\":1}}")] public static Has<IShape> MemberInterface => new(new Circle());
            [Json("{\"V\":{\"R\":1}}")] public static GetOnlyShape NotRead => new();
            [Json("[{\"R\":1}]")] public static List<IShape> Shapes => [new Circle()];
            [Json("{\"a\":{\"R\":1}}")] public static Dictionary<string, IShape> ShapeByName => new() { ["a"] = new Circle() };
            [Json("{\"$type\":\"b\",\"V\":{}}")] public static BShape DerivedHoldsDelegate => new BCircle();

            [Json("[1]")] public static IEnumerable<int> Items => [1];
            [Json("[1]")] public static IEnumerable Anything => new[] { 1 };
            [Json("[1]")] public static ICollection<int> Collection => new List<int> { 1 };
            [Json("[1]")] public static IList<int> IndexedList => [1];
            [Json("[1]")] public static IReadOnlyList<int> ReadOnlyList => [1];
            [Json("[1]")] public static IReadOnlyCollection<int> ReadOnlyItems => [1];
            [Json("[1]")] public static ISet<int> Set => new HashSet<int> { 1 };
            [Json("[1]")] public static IReadOnlySet<int> ReadOnlySet => new HashSet<int> { 1 };
            [Json("{\"a\":1}")] public static IDictionary<string, int> Map => new Dictionary<string, int> { ["a"] = 1 };
            [Json("{\"a\":1}")] public static IReadOnlyDictionary<string, int> ReadOnlyMap => new Dictionary<string, int> { ["a"] = 1 };
            [Json("{\"a\":1}")] public static IDictionary OldMap => new Hashtable();
            [Json("[1]")] public static IList OldList => new ArrayList { 1 };
            [Json("[1]")] public static ArrayList OldArray => [1];
            [Json("[1]")] public static Array AnyArray => new[] { 1 };
            [Json("[1]")] public static IQueryable<int> Query => new[] { 1 }.AsQueryable();
            [Json("[1]")] public static IGrouping<string, int> Group => new[] { 1 }.GroupBy(static _ => "a").First();
            [Json("[1]")] public static ReadOnlyCollection<int> Wrapped => new([1]);
            [Json("{\"a\":1}")] public static ReadOnlyDictionary<string, int> WrappedMap => new(new Dictionary<string, int> { ["a"] = 1 });
            [Json("[1]")] public static ObservableCollection<int> Observable => [1];
            [Json("[1]")] public static FrozenSet<int> Frozen => new[] { 1 }.ToFrozenSet();
            [Json("[1]")] public static ImmutableArray<int> Immutable => [1];
            [Json("[1]")] public static IImmutableSet<int> ImmutableSet => ImmutableHashSet.Create(1);
            [Json("{\"a\":1}")] public static ImmutableDictionary<string, int> ImmutableMap => ImmutableDictionary<string, int>.Empty.Add("a", 1);
            [Json("[1]")] public static ImmutableList<int>.Builder Builder => ImmutableList.CreateBuilder<int>();
            [Json("[1]")] public static Queue<int> Waiting => new([1]);
            [Json("[1]")] public static ConcurrentStack<int> Stack => new([1]);
            [Json("[1]")] public static ConcurrentBag<int> Bag => [1];
            [Json("[1]")] public static LinkedList<int> Linked => new([1]);
            [Json("[1]")] public static ArraySegment<int> Segment => new([1]);
            [Json("[1]")] public static ReadOnlyMemory<int> Memory => new int[] { 1 };
            [Json("[true]")] public static BitArray Bits => new(1);
            [Json("[1]")] public static MyList OwnList => [1];
            [Json("[1]")] public static NoCtorList ListWithSize => new(1);
            [Json("[1]")] public static Enumerable OwnEnumerable => new();
            [Json("[1]")] public static IMyList OwnInterface => new MyList();
            [Json("[{}]")] public static List<Action> Delegates => [() => { }];

            [Json("{\"a\":1}")] public static Dictionary<Point, int> KeyRecord => new() { [new(1)] = 1 };
            [Json("{\"a\":1}")] public static Dictionary<(int, int), int> KeyTuple => new() { [(1, 2)] = 1 };
            [Json("{\"AQ==\":1}")] public static Dictionary<byte[], int> KeyBytes => new() { [[1]] = 1 };
            [Json("{\"a\":1}")] public static Dictionary<object, int> KeyObject => new() { [1] = 1 };
            [Json("{\"a\":1}")] public static Dictionary<Type, int> KeyType => new() { [typeof(int)] = 1 };
            [Json("{\"a\":1}")] public static Dictionary<ConvertedKey, int> KeyConverted => new() { [new()] = 1 };
            [Json("{\"1\":1}")] public static SortedList<int, int> KeyNumber => new() { [1] = 1 };
            [Json("{\"a\":1}")] public static Dictionary<char, int> KeyChar => new() { ['a'] = 1 };
            [Json("{\"true\":1}")] public static Dictionary<bool, int> KeyBool => new() { [true] = 1 };
            [Json("{\"1.5\":1}")] public static Dictionary<decimal, int> KeyDecimal => new() { [1.5m] = 1 };
            [Json("{\"1.2\":1}")] public static Dictionary<Version, int> KeyVersion => new() { [new(1, 2)] = 1 };
            [Json("{\"http://a\":1}")] public static Dictionary<Uri, int> KeyUri => new() { [new("http://a")] = 1 };
            [Json("{\"2020-01-01\":1}")] public static Dictionary<DateOnly, int> KeyDate => new() { [default] = 1 };
            [Json("{\"10:00:00\":1}")] public static Dictionary<TimeSpan, int> KeySpan => new() { [default] = 1 };
            [Json("{\"2020-01-01\":1}")] public static Dictionary<DateTimeOffset, int> KeyTime => new() { [default] = 1 };
            [Json("{\"Monday\":1}")] public static Dictionary<DayOfWeek, int> KeyEnum => new() { [default] = 1 };
            [Json("{\"00000000-0000-0000-0000-000000000000\":1}")] public static IReadOnlyDictionary<Guid, int> KeyGuid => new Dictionary<Guid, int> { [default] = 1 };

            [Json("{\"A\":1}")] public static HiddenCtor Hidden => HiddenCtor.Make();
            [Json("{\"A\":1}")] public static InternalCtor Internal => new();
            [Json("{\"A\":1}")] public static TwoCtors Two => new(1);
            [Json("{\"A\":1}")] public static TwoAndDefault Default => new(1);
            [Json("{\"A\":1}")] public static MarkedCtor Marked => MarkedCtor.Make();
            [Json("{\"A\":1}")] public static OtherName Unbound => new(1);
            [Json("{\"A\":1}")] public static OtherType UnboundType => new("1");
            [Json("{\"A\":1}")] public static NullableType UnboundNullable => new(1);
            [Json("{\"B\":1}")] public static HiddenProperty UnboundHidden => new(1);
            [Json("{\"B\":1}")] public static IgnoredProperty BoundIgnored => new(1);
            [Json("{\"A\":1}")] public static OfBase BoundBase => new(1);
            [Json("{\"A\":[1,2]}")] public static TupleParameter BoundTuple => new(null);
            [Json("{\"A\":1}")] public static StructTwoCtors Struct => new(1);
            [Json("{\"A\":1,\"B\":\"x\"}")] public static Positional Record => new(1, "x");
            [Json("{\"A\":1}")] public static RecordStruct StructRecord => new(1);

            [Json("{\"V\":{}}")] public static Has<Action> MemberDelegate => new(() => { });
            [Json("{\"V\":[[1]]}")] public static Has<int[,]> MemberGrid => new(new int[1, 1]);
            [Json("{\"V\":3}")] public static Has<IntPtr> MemberNative => new(3);
            [Json("{\"V\":{}}")] public static Has<(int, int)> MemberTuple => new((1, 2));
            [Json("{\"V\":[1]}")] public static Has<IAsyncEnumerable<int>> MemberStream => new(Numbers());
            [Json("{\"V\":{\"V\":{\"V\":{}}}}")] public static Has<Has<Has<Action>>> Deep => new(new(new(() => { })));
            [Json("{\"V\":{}}")] public static GetOnlyDelegate NotReadDelegate => new();
            [Json("{\"V\":{}}")] public static SetOnlyDelegate NotWritten => new();
            [Json("{\"V\":{}}")] public static IgnoredDelegate Ignored => new();
            [Json("{\"A\":1}")] public static SpanMember Span => new();
            [Json("{\"A\":1}")] public static IgnoredSpan SpanIgnored => new();
            [Json("{\"A\":1}")] public static ReferenceMember Reference => new();
            [Json("{\"V\":1}")] public static ConvertedMember Converted => new();
            [Json("1")] public static ConvertedType ConvertedWhole => new();
            [Json("{\"A\":1}")] public static WithEvent Event => new();
            [Json("{\"a\":1}")] public static Bag1 Extra => new();
            [Json("{\"A\":1,\"Self\":{\"A\":2}}")] public static Recursive Own => new();

            [Json("{}")] public static object Object => 1;
            [Json("{}")] public static JsonElement Element => JsonDocument.Parse("1").RootElement;
            [Json("{}")] public static JsonNode Node => JsonNode.Parse("{}")!;
            [Json("{}")] public static CancellationToken Token => default;
            [Json("{}")] public static DataTable Table => MakeTable();
            [Json("3")] public static Int128 Large => 3;
            [Json("\"http://a\"")] public static Uri Address => new("http://a");
            [Json("\"AQ==\"")] public static byte[] Bytes => [1];

            [Json("{}")] public static NamedTwice IsNamedTwice => new();
            [Json("{}")] public static NamedAsGetOnly IsNamedAsGetOnly => new();
            [Json("{}")] public static NamedAsIgnored IsNamedAsIgnored => new();
            [Json("{}")] public static NamedByCase IsNamedByCase => new();
            [Json("{}")] public static NamedAsExtra IsNamedAsExtra => new();
            [Json("{}")] public static NamedAsBase IsNamedAsBase => new();
            [Json("{}")] public static NamedAsHidden IsNamedAsHidden => new();
            [Json("{\"V\":{}}")] public static Has<NamedTwice> HoldsNamedTwice => new(new());
            [Json("{}")] public static NoText NoDiscriminator => new NoTextX();
            [Json("{}")] public static Plainest ConcreteNoDiscriminator => new();
            [Json("{\"$type\":\"a\"}")] public static TwoA DiscriminatorTwice => new TwoA1();
            [Json("{\"$type\":\"a\"}")] public static SameTwice DerivedTwice => new SameTwice1();
            [Json("{\"$type\":1}")] public static Kinds DiscriminatorKinds => new Kinds1();
            [Json("{}")] public static Alone NoDerived => new Alone1();
            [Json("{\"$type\":\"a\"}")] public static OneText OneDiscriminator => new OneText1();
            [Json("{}")] public static INoText InterfaceNoDiscriminator => new NoTextI();
            [Json("{}")] public static RequiredIgnored IsRequiredIgnored => new() { A = 1 };
            [Json("{}")] public static RequiredSet IsRequiredSet => new();
            [Json("{\"A\":1}")] public static RequiredWhenNull IsRequiredWhenNull => new() { A = 1 };
            [Json("{\"A\":1}")] public static RequiredNever IsRequiredNever => new() { A = 1 };
            [Json("{\"A\":1}")] public static RequiredWhenReading IsRequiredWhenReading => new() { A = 1 };
            [Json("{\"A\":1}")] public static RequiredWhenWriting IsRequiredWhenWriting => new() { A = 1 };
            [Json("{}")] public static RequiredOfBase IsRequiredOfBase => new() { A = 1 };
            [Json("{}")] public static RequiredStruct IsRequiredStruct => new() { A = 1 };
            [Json("{\"B\":1}")] public static RequiredRecord IsRequiredRecord => new(1) { A = 1 };
            [Json("{}")] public static ExtraTwice IsExtraTwice => new();
            [Json("{}")] public static ExtraOfText IsExtraOfText => new();
            [Json("{}")] public static ExtraOfObject IsExtraOfObject => new();
            [Json("{}")] public static ExtraOwn IsExtraOwn => new();
            [Json("{}")] public static ExtraNode IsExtraNode => new();
            [Json("{}")] public static ExtraInterface IsExtraInterface => new();
            [Json("{}")] public static ExtraPrivate IsExtraPrivate => new();
            [Json("{}")] public static ExtraOfBase IsExtraOfBase => new();
            [Json("{}")] public static ExtraNumber IsExtraNumber => new();
            [Json("{}")] public static ExtraNullable IsExtraNullable => new();
            [Json("{}")] public static EnumText IsEnumText => new();
            [Json("{}")] public static EnumRight IsEnumRight => new();
            [Json("{}")] public static EnumList IsEnumList => new();
            [Json("{}")] public static EnumNamed IsEnumNamed => new();
            [Json("{}")] public static EnumOther IsEnumOther => new();
            [Json("{}")] public static EnumIgnored IsEnumIgnored => new();
            [Json("{}")] public static EnumGetOnly IsEnumGetOnly => new();
            [Json("{}")] public static EnumObject IsEnumObject => new();
            [Json("{}")] public static EnumField IsEnumField => new();
            [Json("{}")] public static NumberText IsNumberText => new();
            [Json("{}")] public static NumberTexts IsNumberTexts => new();
            [Json("{}")] public static NumberInts IsNumberInts => new();
            [Json("{}")] public static NumberObject IsNumberObject => new();
            [Json("{}")] public static NumberEnum IsNumberEnum => new();
            [Json("{}")] public static NumberMap IsNumberMap => new();
            [Json("{}")] public static NumberStrict IsNumberStrict => new();
            [Json("{}")] public static NumberIgnored IsNumberIgnored => new();
            [Json("{}")] public static NumberTime IsNumberTime => new();
            [Json("{}")] public static NumberArray IsNumberArray => new();
            [Json("{}")] public static NumberHalf IsNumberHalf => new();
            [Json("{}")] public static NumberNullable IsNumberNullable => new();
            [Json("{\"K\":\"x\"}")] public static SetOnlyType SetOnlyClass => new();
            [Json("{\"K\":{\"R\":1}}")] public static WrittenNever IgnoredOnWriting => new();

            private static async IAsyncEnumerable<int> Numbers() { await Task.Yield(); yield return 1; }
            private static DataTable MakeTable() { DataTable table = new(); table.Columns.Add("a"); table.Rows.Add("b"); return table; }
        }

        public class Fields { public int X; }
        public struct FieldStruct { public int X; }
        public class IncludedField { [JsonInclude] public int X; }
        public class Mixed { public int X; public int P { get; set; } }
        public class Nothing { }
        public interface IShape { int R { get; } }
        public class Circle : IShape { public int R { get; set; } }
        public abstract class AShape { public int R { get; set; } }
        public class ACircle : AShape { }
        [JsonDerivedType(typeof(DCircle), "c")] public abstract class DShape { public int R { get; set; } }
        public class DCircle : DShape { }
        [JsonDerivedType(typeof(BCircle), "b")] public abstract class BShape { }
        public class BCircle : BShape { public Action V { get; set; } = () => { }; }
        public record Has<T>(T V);
        public class GetOnlyShape { public IShape V { get; } = new Circle(); }
        public class GetOnlyDelegate { public Action V { get; } = () => { }; }
        public class SetOnlyDelegate { public Action V { set { } } public int A { get; set; } }
        public class IgnoredDelegate { [JsonIgnore] public Action V { get; set; } = () => { }; }
        public class SpanMember { public ReadOnlySpan<byte> V => default; public int A { get; set; } }
        public class IgnoredSpan { [JsonIgnore] public ReadOnlySpan<byte> V => default; public int A { get; set; } }
        public class ReferenceMember { private int _a; public ref int V => ref _a; public int A { get; set; } }
        public class ConvertedMember { [JsonConverter(typeof(ActionConverter))] public Action V { get; set; } = () => { }; }
        [JsonConverter(typeof(TypeConverter))] public class ConvertedType { public Action? A { get; set; } }
        public class WithEvent { public event Action? Changed { add { } remove { } } public int A { get; set; } }
        public class Bag1 { [JsonExtensionData] public Dictionary<string, JsonElement>? Rest { get; set; } }
        public class Recursive { public int A { get; set; } public Recursive? Self { get; set; } }
        public class MyList : List<int>, IMyList { }
        public interface IMyList : IList<int> { }
        public class NoCtorList : List<int> { public NoCtorList(int size) { } }
        public class Enumerable : IEnumerable<int> { public IEnumerator<int> GetEnumerator() { yield return 1; } IEnumerator IEnumerable.GetEnumerator() => GetEnumerator(); }
        public record struct Point(int X);
        [JsonConverter(typeof(KeyConverter))] public record struct ConvertedKey;
        public class HiddenCtor { private HiddenCtor() { } public static HiddenCtor Make() => new(); public int A { get; set; } }
        public class InternalCtor { internal InternalCtor() { } public int A { get; set; } }
        public class TwoCtors { public TwoCtors(int a) => A = a; public TwoCtors(int a, int b) => A = a; public int A { get; } }
        public class TwoAndDefault { public TwoAndDefault() { } public TwoAndDefault(int a) => A = a; public int A { get; set; } }
        public class MarkedCtor { [JsonConstructor] internal MarkedCtor(int a) => A = a; public MarkedCtor(string b, int c) { } public static MarkedCtor Make() => new(1); public int A { get; } }
        public class OtherName { public OtherName(int value) => A = value; public int A { get; } }
        public class OtherType { public OtherType(string a) => A = int.Parse(a); public int A { get; } }
        public class NullableType { public NullableType(int? a) => A = a ?? 0; public int A { get; } }
        public class HiddenProperty { public HiddenProperty(int a) => A = a; private int A { get; } public int B { get; set; } }
        public class IgnoredProperty { public IgnoredProperty(int a) => A = a; [JsonIgnore] public int A { get; } public int B { get; set; } }
        public class Base { public int A { get; set; } }
        public class OfBase : Base { public OfBase(int a) => A = a; }
        public class TupleParameter { public TupleParameter(List<int>? a) => A = a; public List<int>? A { get; } }
        public struct StructTwoCtors { public StructTwoCtors(int a) => A = a; public StructTwoCtors(int a, int b) => A = a; public int A { get; set; } }
        public record Positional(int A, string B);
        public record struct RecordStruct(int A);
        public class NamedTwice { [JsonPropertyName("a")] public int X { get; set; } [JsonPropertyName("a")] public int Y { get; set; } }
        public class NamedAsGetOnly { public int Id { get; set; } [JsonPropertyName("Id")] public int O => 1; }
        public class NamedAsIgnored { public int Id { get; set; } [JsonIgnore, JsonPropertyName("Id")] public int O { get; set; } }
        public class NamedByCase { public int Id { get; set; } public int ID { get; set; } }
        public class NamedAsExtra { public int Id { get; set; } [JsonExtensionData] public JsonObject? ID { get; set; } public int A { get; set; } }
        public class NamedAsBase : NamedByBase { [JsonPropertyName("b")] public int A { get; set; } }
        public class NamedByBase { [JsonPropertyName("b")] public int B { get; set; } }
        public class NamedAsHidden : Base { public new string? A { get; set; } }
        [JsonDerivedType(typeof(NoTextX))] public abstract class NoText { }
        public class NoTextX : NoText { }
        [JsonDerivedType(typeof(NoTextI))] public interface INoText { }
        public class NoTextI : INoText { }
        [JsonDerivedType(typeof(PlainestX))] public class Plainest { public int A { get; set; } }
        public class PlainestX : Plainest { public PlainestX(int q) { } public PlainestX(string q) { } }
        [JsonDerivedType(typeof(TwoA1), "a"), JsonDerivedType(typeof(TwoA2), "a")] public abstract class TwoA { }
        public class TwoA1 : TwoA { }
        public class TwoA2 : TwoA { }
        [JsonDerivedType(typeof(SameTwice1), "a"), JsonDerivedType(typeof(SameTwice1), "b")] public abstract class SameTwice { }
        public class SameTwice1 : SameTwice { }
        [JsonDerivedType(typeof(Kinds1), 1), JsonDerivedType(typeof(Kinds2), "1")] public abstract class Kinds { }
        public class Kinds1 : Kinds { }
        public class Kinds2 : Kinds { }
        [JsonPolymorphic] public abstract class Alone { }
        public class Alone1 : Alone { }
        [JsonDerivedType(typeof(OneText1), "a"), JsonDerivedType(typeof(OneText2))] public abstract class OneText { }
        public class OneText1 : OneText { }
        public class OneText2 : OneText { }
        public class RequiredIgnored { [JsonIgnore] public required int A { get; set; } }
        public class RequiredSet { [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public RequiredSet() { } [JsonIgnore] public required int A { get; set; } }
        public class RequiredWhenNull { [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public required int? A { get; set; } }
        public class RequiredNever { [JsonIgnore(Condition = JsonIgnoreCondition.Never)] public required int A { get; set; } }
        public class RequiredWhenReading { [JsonIgnore(Condition = JsonIgnoreCondition.WhenReading)] public required int A { get; set; } }
        public class RequiredWhenWriting { [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)] public required int A { get; set; } }
        public class RequiredOfBase : RequiredIgnored { public int B { get; set; } }
        public struct RequiredStruct { public RequiredStruct() { } [JsonIgnore] public required int A { get; set; } }
        public record RequiredRecord(int B) { [JsonIgnore] public required int A { get; set; } }
        public class ExtraTwice { [JsonExtensionData] public JsonObject? A { get; set; } [JsonExtensionData] public JsonObject? B { get; set; } }
        public class ExtraOfBase : ExtraOfObject { [JsonExtensionData] public JsonObject? B { get; set; } }
        public class ExtraPrivate { [JsonExtensionData] private int A { get; set; } public int B { get; set; } }
        public class ExtraNumber { [JsonExtensionData] public int A => 1; }
        public class ExtraMap : SortedDictionary<string, JsonElement> { }
        public class ExtraOfText { [JsonExtensionData] public Dictionary<string, string>? A { get; set; } }
        public class ExtraOfObject { [JsonExtensionData] public JsonObject? A { get; set; } }
        public class ExtraOwn { [JsonExtensionData] public ExtraMap? A { get; set; } }
        public class ExtraNode { [JsonExtensionData] public JsonNode? A { get; set; } }
        public class ExtraInterface { [JsonExtensionData] public IDictionary<string, object>? A { get; set; } }
        public class ExtraNullable { [JsonExtensionData] public Dictionary<string, object?>? A { get; set; } }
        public class EnumText { [JsonConverter(typeof(JsonStringEnumConverter))] public string? A { get; set; } }
        public class EnumRight { [JsonConverter(typeof(JsonStringEnumConverter))] public DayOfWeek? A { get; set; } }
        public class EnumList { [JsonConverter(typeof(JsonStringEnumConverter))] public List<DayOfWeek>? A { get; set; } }
        public class EnumNamed { [JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))] public DayOfWeek? A { get; set; } }
        public class EnumOther { [JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))] public DateTimeKind A { get; set; } }
        public class EnumIgnored { [JsonIgnore, JsonConverter(typeof(JsonStringEnumConverter))] public string? A { get; set; } }
        public class EnumGetOnly { [JsonConverter(typeof(JsonStringEnumConverter))] public string A => ""; }
        public class EnumObject { [JsonConverter(typeof(JsonStringEnumConverter))] public object? A { get; set; } }
        public class EnumField { [JsonConverter(typeof(JsonStringEnumConverter))] private string? _a = "x"; public string? A => _a; }
        public class NumberText { [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] public string? A { get; set; } }
        public class NumberTexts { [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] public List<string>? A { get; set; } }
        public class NumberInts { [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] public List<int>? A { get; set; } }
        public class NumberObject { [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] public object? A { get; set; } }
        public class NumberEnum { [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] public DayOfWeek A { get; set; } }
        public class NumberMap { [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] public Dictionary<string, int?>? A { get; set; } }
        public class NumberStrict { [JsonNumberHandling(JsonNumberHandling.Strict)] public bool A { get; set; } }
        public class NumberIgnored { [JsonIgnore, JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] public string? A { get; set; } }
        public class NumberTime { [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] public DateTime? A { get; set; } }
        public class NumberArray { [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] public string[]? A { get; set; } }
        public class NumberHalf { [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] public Half A { get; set; } }
        public class NumberNullable { [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] public int? A { get; set; } }
        public class SetOnlyType { public Type K { set { } } public int A { get; set; } }
        public class WrittenNever { [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)] public IShape? K { get; set; } public int A { get; set; } }

        public class ActionConverter : JsonConverter<Action>
        {
            public override Action Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => () => { };
            public override void Write(Utf8JsonWriter w, Action v, JsonSerializerOptions o) => w.WriteNumberValue(1);
        }

        public class TypeConverter : JsonConverter<ConvertedType>
        {
            public override ConvertedType Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => new();
            public override void Write(Utf8JsonWriter w, ConvertedType v, JsonSerializerOptions o) => w.WriteNumberValue(1);
        }

        public class KeyConverter : JsonConverter<ConvertedKey>
        {
            public override ConvertedKey Read(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => default;
            public override void Write(Utf8JsonWriter w, ConvertedKey v, JsonSerializerOptions o) => w.WriteNumberValue(1);
            public override ConvertedKey ReadAsPropertyName(ref Utf8JsonReader r, Type t, JsonSerializerOptions o) => default;
            public override void WriteAsPropertyName(Utf8JsonWriter w, ConvertedKey v, JsonSerializerOptions o) => w.WritePropertyName("a");
        }
        """;

    private static readonly SerializerTraits Plain = new(new JsonConventions(JsonNaming.Unspecified, StringEnums: false), IncludesFields: false, []);
    private static readonly JsonSerializerOptions WithFields = new() { IncludeFields = true };
    private static readonly JsonSerializerOptions WithoutCase = new() { PropertyNameCaseInsensitive = true };
    private static readonly CSharpCompilation Compiled = Compile();
    private static readonly Type Loaded = Load();

    public static TheoryData<string> Names => new([.. Loaded.GetProperties().Select(static x => x.Name)]);

    [Theory]
    [MemberData(nameof(Names))]
    public void What_it_refuses_throws_and_what_it_takes_does_not(string name)
    {
        PropertyInfo property = Loaded.GetProperty(name)!;
        string json = ((dynamic)property.GetCustomAttributes().Single(static x => x.GetType().Name == "JsonAttribute")).Json;
        Exception? written = Record.Exception(() => JsonSerializer.Serialize(property.GetValue(null), property.PropertyType));
        Exception? read = Record.Exception(() => JsonSerializer.Deserialize(json, property.PropertyType));

        Assert.Equal(("writes", written is null, "reads", read is null), ("writes", !IsRefused(name, PayloadUse.Write), "reads", !IsRefused(name, PayloadUse.Read)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_the_same_where_names_are_compared_without_case(string name)
    {
        PropertyInfo property = Loaded.GetProperty(name)!;
        Exception? written = Record.Exception(() => JsonSerializer.Serialize(property.GetValue(null), property.PropertyType, WithoutCase));

        Assert.Equal(written is null, Inspect(name, PayloadUse.Write, Plain with { IgnoresCase = true }).All(static x => x.Obstacle == PayloadObstacle.FieldsOnly));
    }

    [Theory]
    [InlineData("SetOnlyClass", true)]
    [InlineData("NotWritten", true)]
    [InlineData("IgnoredOnWriting", true)]
    [InlineData("MemberInterface", false)]
    [InlineData("Shapes", false)]
    [InlineData("Record", true)]
    public void What_the_type_does_not_write_is_not_in_its_own_json(string name, bool isRead)
    {
        PropertyInfo property = Loaded.GetProperty(name)!;
        string json = JsonSerializer.Serialize(property.GetValue(null), property.PropertyType);
        ITypeSymbol type = ((IPropertySymbol)Compiled.GetTypeByMetadataName("Payloads")!.GetMembers(name).Single()).Type;

        Assert.Equal(isRead, Record.Exception(() => JsonSerializer.Deserialize(json, property.PropertyType)) is null);
        Assert.Equal(isRead, !PayloadInspector.Inspect(type, Plain, PayloadUse.Read, default, isOwn: true).Any());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_loses_its_fields_is_an_empty_object(string name)
    {
        PropertyInfo property = Loaded.GetProperty(name)!;
        if (IsRefused(name, PayloadUse.Write))
        {
            return;
        }

        // With fields the JSON is another one where there were nothing but fields.
        string plain = JsonSerializer.Serialize(property.GetValue(null), property.PropertyType);
        string fields = JsonSerializer.Serialize(property.GetValue(null), property.PropertyType, WithFields);
        bool isEmptied = plain != fields && plain.Contains("{}", StringComparison.Ordinal);

        Assert.Equal(isEmptied, Inspect(name, PayloadUse.Write, Plain).Any(static x => x.Obstacle == PayloadObstacle.FieldsOnly));
        Assert.DoesNotContain(Inspect(name, PayloadUse.Write, Plain with { IncludesFields = true }), static x => x.Obstacle == PayloadObstacle.FieldsOnly);
    }

    [Theory]
    [InlineData("Deep", "$.V.V.V")]
    [InlineData("Shapes", "$[]")]
    [InlineData("ShapeByName", "$.*")]
    [InlineData("Grid", "$")]
    [InlineData("JaggedGrid", "$[]")]
    public void The_fault_says_where(string name, string path) =>
        Assert.Equal(path, Inspect(name, PayloadUse.Read, Plain).First().Path);

    private static bool IsRefused(string name, PayloadUse use) => Inspect(name, use, Plain).Any(static x => x.Obstacle != PayloadObstacle.FieldsOnly);

    private static PayloadFault[] Inspect(string name, PayloadUse use, SerializerTraits traits) =>
        [.. PayloadInspector.Inspect(((IPropertySymbol)Compiled.GetTypeByMetadataName("Payloads")!.GetMembers(name).Single()).Type, traits, use, default)];

    private static CSharpCompilation Compile() => CSharpCompilation.Create(
        "Payloads",
        [CSharpSyntaxTree.ParseText(SourceText.From(Source), new CSharpParseOptions(LanguageVersion.Latest))],
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(static x => Path.GetFileName(x).StartsWith("System.", StringComparison.Ordinal)).Select(static x => MetadataReference.CreateFromFile(x)),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static Type Load()
    {
        using MemoryStream image = new();
        Assert.Empty(Compiled.Emit(image).Diagnostics.Where(static x => x.Severity == DiagnosticSeverity.Error));
        image.Position = 0;
        return new AssemblyLoadContext("payloads").LoadFromStream(image).GetType("Payloads")!;
    }
}
