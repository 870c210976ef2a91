namespace LambdaDestinations.Testing;

/// <content>
/// The resources: each is found by its name and created on first use. What a test names for the first time when the wiring has ended, and then uses for nothing but an assertion,
/// is not known: the assertion fails.
/// </content>
public sealed partial class LambdaTestHost
{
    /// <summary>A function by name. It may be named as a target before it is added; it must have been added when an event reaches it.</summary>
    /// <param name="name">The function's name.</param>
    public TestFunction Function(string name) => _resources.Function(name, isNamed: true);

    /// <summary>A queue by name; it comes into being when it is first named.</summary>
    /// <param name="name">The queue's name.</param>
    /// <param name="settings">Attributes to set; null to leave them.</param>
    public TestQueue Queue(string name, QueueSettings? settings = null)
    {
        // Who gives it settings declares it.
        TestQueue queue = _resources.Queue(name, isNamed: settings is null);
        if (settings is not null)
        {
            queue.Settings = settings;
        }

        return queue;
    }

    /// <summary>A topic by name; it comes into being when it is first named.</summary>
    /// <param name="name">The topic's name.</param>
    public TestTopic Topic(string name) => _resources.Topic(name, isNamed: true);

    /// <summary>An event bus by name; it comes into being when it is first named.</summary>
    /// <param name="name">The bus's name; <c>default</c> for the default bus.</param>
    public TestEventBus Bus(string name) => _resources.Bus(name, isNamed: true);

    /// <summary>A bucket by name; it comes into being when it is first named.</summary>
    /// <param name="name">The bucket's name.</param>
    public TestBucket Bucket(string name) => _resources.Bucket(name, isNamed: true);

    /// <summary>A Kinesis stream by name; it comes into being when it is first named.</summary>
    /// <param name="name">The stream's name.</param>
    /// <param name="shards">How many shards it gets when it comes into being.</param>
    public TestKinesisStream Kinesis(string name, int shards = 1) => _resources.Kinesis(name, shards);

    /// <summary>The stream of a DynamoDB table; it comes into being when it is first named.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="shards">How many shards it gets when it comes into being.</param>
    public TestDynamoDBStream DynamoDB(string table, int shards = 1) => _resources.DynamoDB(table, shards);

    /// <summary>A Kafka topic by name; it comes into being when it is first named.</summary>
    /// <param name="topic">The topic's name.</param>
    /// <param name="partitions">How many partitions it gets when it comes into being.</param>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="selfManaged">True for a cluster outside Amazon MSK: it has no ARN.</param>
    public TestKafkaTopic Kafka(string topic, int partitions = 1, string cluster = "kafka", bool selfManaged = false) =>
        _resources.Kafka(topic, partitions, cluster, selfManaged, isNamed: true);
}
