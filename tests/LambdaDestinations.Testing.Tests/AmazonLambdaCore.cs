using System;
using System.IO;

// The types of the package Amazon.Lambda.Core that a handler sees, under their names: the library knows them by name only.
namespace Amazon.Lambda.Core;

public interface ILambdaContext
{
    public string AwsRequestId { get; }

    public object? ClientContext { get; }

    public string FunctionName { get; }

    public string FunctionVersion { get; }

    public string InvokedFunctionArn { get; }

    public ILambdaLogger Logger { get; }

    public string LogGroupName { get; }

    public string LogStreamName { get; }

    public int MemoryLimitInMB { get; }

    public TimeSpan RemainingTime { get; }
}

public interface ILambdaLogger
{
    public void Log(string message);

    public void LogLine(string message);

    public void Log(string level, string message, params object[] args) => Log(level + message);

    public void LogError(string message) => Log("Error", message);
}

public interface ILambdaSerializer
{
    public T Deserialize<T>(Stream requestStream);

    public void Serialize<T>(T response, Stream responseStream);
}

[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Method)]
public sealed class LambdaSerializerAttribute(Type serializerType) : Attribute
{
    public Type SerializerType { get; } = serializerType;
}
