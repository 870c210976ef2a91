namespace LambdaDestinations.Generators.Tests;

/// <summary>Source stubs with the exact names of Amazon's packages, which are matched by name.</summary>
internal static class Stubs
{
    public const string Core = """
        namespace Amazon.Lambda.Core
        {
            public interface ILambdaContext { System.TimeSpan RemainingTime { get; } }

            [System.AttributeUsage(System.AttributeTargets.Assembly | System.AttributeTargets.Method)]
            public sealed class LambdaSerializerAttribute(System.Type serializerType) : System.Attribute
            {
                public System.Type SerializerType { get; } = serializerType;
            }
        }

        namespace Amazon.Lambda.Serialization.SystemTextJson
        {
            public class SourceGeneratorLambdaJsonSerializer<T> where T : System.Text.Json.Serialization.JsonSerializerContext { }

            public class AwsNamingPolicy : System.Text.Json.JsonNamingPolicy
            {
                public override string ConvertName(string name) => name;
            }
        }

        namespace Amazon.Lambda.Annotations
        {
            public sealed class LambdaFunctionAttribute : System.Attribute { public string? ResourceName { get; set; } }

            public sealed class FromServicesAttribute : System.Attribute { }

            public sealed class DurableExecutionAttribute(int executionTimeout) : System.Attribute { public int ExecutionTimeout { get; } = executionTimeout; }
        }

        namespace Amazon.Lambda.Annotations.S3
        {
            public sealed class S3EventAttribute(string bucket) : System.Attribute { public string Bucket { get; } = bucket; }
        }

        namespace Amazon.Lambda.Annotations.SQS
        {
            public sealed class SQSEventAttribute(string queue) : System.Attribute { public string Queue { get; } = queue; }
        }

        namespace Amazon.Lambda.Annotations.SNS
        {
            public sealed class SNSEventAttribute(string topic) : System.Attribute { public string Topic { get; } = topic; }
        }

        namespace Amazon.Lambda.Annotations.DynamoDB
        {
            public sealed class DynamoDBEventAttribute(string stream) : System.Attribute { public string Stream { get; } = stream; }
        }

        namespace Amazon.Lambda.Annotations.APIGateway
        {
            public sealed class HttpApiAttribute(string path) : System.Attribute { public string Path { get; } = path; }
        }
        """;

    /// <summary>The marker of Amazon.Lambda.Annotations for a class that registers services, and the host that such a class may make.</summary>
    public const string Startup = """
        namespace Amazon.Lambda.Annotations { public sealed class LambdaStartupAttribute : System.Attribute { } }

        namespace Microsoft.Extensions.Hosting
        {
            public interface IHost { System.IServiceProvider Services { get; } }

            public interface IHostApplicationBuilder { }

            public sealed class HostApplicationBuilder : IHostApplicationBuilder { public IHost Build() => null!; }
        }
        """;

    /// <summary>The event packages, with the members that generated code uses.</summary>
    public const string Events = """
        namespace Amazon.Lambda.SQSEvents
        {
            using System.Collections.Generic;

            public class SQSEvent
            {
                public class SQSMessage
                {
                    public string Body { get; set; } = "";
                    public Dictionary<string, MessageAttribute> MessageAttributes { get; set; } = new();
                }

                public class MessageAttribute { public string StringValue { get; set; } = ""; }
            }
        }

        namespace Amazon.Lambda.SNSEvents
        {
            using System.Collections.Generic;

            public class SNSEvent
            {
                public class SNSRecord { public SNSMessage Sns { get; set; } = new(); }

                public class SNSMessage
                {
                    public string Message { get; set; } = "";
                    public IDictionary<string, MessageAttribute> MessageAttributes { get; set; } = new Dictionary<string, MessageAttribute>();
                }

                public class MessageAttribute { public string Value { get; set; } = ""; }
            }
        }

        namespace Amazon.Lambda.CloudWatchEvents
        {
            public class CloudWatchEvent<T> { public T Detail { get; set; } = default!; }
        }

        namespace Amazon.Lambda.S3Events
        {
            public class S3Event
            {
                public class S3EventNotificationRecord { public S3Entity S3 { get; set; } = new(); }

                public class S3Entity { public S3ObjectEntity Object { get; set; } = new(); }

                public class S3ObjectEntity { public string Key { get; set; } = ""; }
            }
        }
        """;

    /// <summary>A context as System.Text.Json's generator completes it.</summary>
    public const string Context = """
        namespace App
        {
            using System;
            using System.Text.Json;
            using System.Text.Json.Serialization;
            using System.Text.Json.Serialization.Metadata;

            public sealed class AppContext : JsonSerializerContext
            {
                public AppContext() : base(null) { }
                public AppContext(JsonSerializerOptions options) : base(options) { }
                public static AppContext Default { get; } = new();
                protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
                public override JsonTypeInfo? GetTypeInfo(Type type) => null;
            }
        }
        """;
}
