using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Testing.Delivery;
using LambdaDestinations.Testing.Engine;
using LambdaDestinations.Testing.Streams;

namespace LambdaDestinations.Testing.Resources;

/// <summary>The resources of a run by name, and by logical id where a template has one. Each is created on first use.</summary>
internal sealed class ResourceRegistry : IFunctionDirectory
{
    private readonly ConcurrentDictionary<string, TestFunction> _functions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TestQueue> _queues = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TestTopic> _topics = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TestEventBus> _buses = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TestBucket> _buckets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TestKinesisStream> _kinesis = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TestDynamoDBStream> _dynamoDB = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TestKafkaTopic> _kafka = new(StringComparer.Ordinal);
    private readonly Dictionary<(Type Resource, string LogicalId), string> _names = [];
    private readonly EmulatorContext _context;
    private readonly Func<TestFunction, IFunctionQueue> _createQueue;

    /// <param name="context">The run.</param>
    /// <param name="createQueue">Makes the asynchronous queue of a function.</param>
    internal ResourceRegistry(EmulatorContext context, Func<TestFunction, IFunctionQueue> createQueue)
    {
        _context = context;
        _createQueue = createQueue;
        context.KnownNames = NamesOf;
    }

    internal ICollection<TestFunction> Functions => _functions.Values;

    /// <summary>Everything that a stream mapping can read.</summary>
    internal IEnumerable<StreamSource> StreamSources => _kinesis.Values.Select(static x => x.Source)
        .Concat(_dynamoDB.Values.Select(static x => x.Source))
        .Concat(_kafka.Values.Select(static x => x.Source));

    /// <summary>Lets a resource be found by its logical id beside its name.</summary>
    internal void Alias<TResource>(string logicalId, string name) => _names[(typeof(TResource), logicalId)] = name;

    internal TestFunction Function(string name, bool isNamed = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Find(_functions, name, isNamed, key => new TestFunction(_context, key, _createQueue));
    }

    internal TestQueue Queue(string name, bool isNamed = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Find(_queues, name, isNamed, key => new TestQueue(_context, key));
    }

    internal TestTopic Topic(string name, bool isNamed = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Find(_topics, name, isNamed, key => new TestTopic(_context, this, key));
    }

    internal TestEventBus Bus(string name, bool isNamed = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Find(_buses, name, isNamed && name != "default", key => new TestEventBus(_context, this, key));
    }

    internal TestBucket Bucket(string name, bool isNamed = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Find(_buckets, name, isNamed, key => new TestBucket(_context, this, () => Bus("default"), key));
    }

    internal TestKinesisStream Kinesis(string name, int shards = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        return _kinesis.GetOrAdd(NameOf<TestKinesisStream>(name), static (key, state) => new TestKinesisStream(state._context, key, state.shards), (_context, shards));
    }

    internal TestDynamoDBStream DynamoDB(string table, int shards = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(table);
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        return _dynamoDB.GetOrAdd(NameOf<TestDynamoDBStream>(table), static (key, state) => new TestDynamoDBStream(state._context, key, state.shards), (_context, shards));
    }

    internal TestKafkaTopic Kafka(string topic, int partitions = 1, string cluster = "kafka", bool selfManaged = false, bool isNamed = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        return Find(_kafka, topic, isNamed, key => new TestKafkaTopic(_context, key, partitions, cluster, selfManaged));
    }

    /// <summary>The function of a reference such as <c>place-order:live</c>, and its qualifier.</summary>
    internal (TestFunction Function, string Qualifier) Qualified(string function)
    {
        ArgumentException.ThrowIfNullOrEmpty(function);
        (string name, string qualifier) = Split(function);
        return (Function(name), qualifier);
    }

    public FunctionAddress Resolve(string function)
    {
        (TestFunction found, string qualifier) = Qualified(function);
        return new FunctionAddress(found.Queue, qualifier, qualifier == FunctionSettings.Latest ? found.Arn : $"{found.Arn}:{qualifier}");
    }

    /// <summary>The function of a reference, and its qualifier; null when it was neither added nor declared by a template. It is not created.</summary>
    internal (TestFunction Function, string Qualifier)? Find(string function)
    {
        (string name, string qualifier) = Split(function);
        return _functions.TryGetValue(NameOf<TestFunction>(name), out TestFunction? found) && (found.HasHandler || found.IsInTemplate) ? (found, qualifier) : null;
    }

    /// <summary>
    /// The logical id of the function that CloudFormation deployed under a name of its own making, <c>stack-LogicalId-suffix</c>; null when none can be
    /// meant, or several
    /// (AWS CloudFormation User Guide, "Name type").
    /// </summary>
    internal string? FindDeployed(string name)
    {
        int suffix = name.LastIndexOf('-');
        string[] found =
        [
            .. _names.Where(x => x.Key.Resource == typeof(TestFunction) && x.Key.LogicalId == x.Value).Select(static x => x.Value)
                .Where(x => suffix > 0 && suffix + 1 < name.Length && name.AsSpan(0, suffix).EndsWith("-" + x, StringComparison.Ordinal)),
        ];
        return found is [var only] ? only : null;
    }

    /// <summary>A function whose executions the test ends, by name or logical id; null when it is none.</summary>
    internal TestFunction? FindDurable(string name) => _functions.TryGetValue(NameOf<TestFunction>(name), out TestFunction? found) && found.IsEndedByTest ? found : null;

    /// <summary>The names and logical ids of those functions.</summary>
    internal IEnumerable<string> DurableNames => NamesOf(typeof(TestFunction)).Where(x => FindDurable(x) is not null);

    /// <summary>A resource by name, created on first use. What a test names last, and nobody before, is not known until something uses it.</summary>
    private TResource Find<TResource>(ConcurrentDictionary<string, TResource> all, string name, bool isNamed, Func<string, TResource> create)
        where TResource : class, IInMemoryTarget
    {
        string key = NameOf<TResource>(name);
        bool isNew = !all.ContainsKey(key);
        TResource found = all.GetOrAdd(key, create);
        if (!isNamed)
        {
            found.IsUnknown = false;
        }
        else if (isNew && _context.IsSettled)
        {
            found.IsUnknown = true;
        }

        return found;
    }

    /// <summary>The names and logical ids of the resources of a kind that are known.</summary>
    private IEnumerable<string> NamesOf(Type resource)
    {
        IEnumerable<KeyValuePair<string, IInMemoryTarget>> Of<TResource>(ConcurrentDictionary<string, TResource> all)
            where TResource : IInMemoryTarget => all.Select(static x => new KeyValuePair<string, IInMemoryTarget>(x.Key, x.Value));

        IEnumerable<KeyValuePair<string, IInMemoryTarget>> found = resource == typeof(TestFunction) ? Of(_functions)
            : resource == typeof(TestQueue) ? Of(_queues)
            : resource == typeof(TestTopic) ? Of(_topics)
            : resource == typeof(TestEventBus) ? Of(_buses)
            : resource == typeof(TestBucket) ? Of(_buckets)
            : Of(_kafka);
        return found.Where(static x => !x.Value.IsUnknown).Select(static x => x.Key)
            .Concat(_names.Keys.Where(x => x.Resource == resource).Select(static x => x.LogicalId))
            .Distinct(StringComparer.Ordinal);
    }

    private static (string Name, string Qualifier) Split(string function)
    {
        // In front of the qualifier a function of another account has six colons in its name, which is its ARN.
        int colon = -1;
        for (int colons = function.StartsWith("arn:", StringComparison.Ordinal) ? 7 : 1; colons > 0; colons--)
        {
            colon = function.IndexOf(':', colon + 1);
            if (colon < 0)
            {
                return (function, FunctionSettings.Latest);
            }
        }

        return (function[..colon], function[(colon + 1)..]);
    }

    /// <summary>The name under which a resource is kept: of an ARN of the host's account, region and partition the name in it.</summary>
    private string NameOf<TResource>(string name)
    {
        string own = _context.Account.NameIn(name);
        return _names.GetValueOrDefault((typeof(TResource), own), own);
    }
}
