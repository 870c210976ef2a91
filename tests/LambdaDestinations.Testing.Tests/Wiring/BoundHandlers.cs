using System;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Tasks;
using Amazon.Lambda.Core;

namespace LambdaDestinations.Testing.Tests.Wiring;

/// <summary>Handlers of every shape that AWS Lambda calls, bound by their handler string.</summary>
[DestinationSerializer(typeof(BoundJson))]
internal sealed class BoundHandlers
{
    public Stream Streams(Stream input) => Copy(input);

    public async Task<Stream> StreamsLater(Stream input, ILambdaContext context)
    {
        await Task.Yield();
        return Copy(input);
    }

    public Answer Sync(Question question) => new(question.Text);

    public async Task<Answer> Later(Question question, ILambdaContext context)
    {
        await Task.Yield();
        return new Answer($"{question.Text} {context.FunctionName} {context.MemoryLimitInMB} {context.RemainingTime.TotalSeconds:0} {context.ClientContext is null}");
    }

    public async ValueTask<Answer?> LaterValue(Question question)
    {
        await Task.Yield();
        return question.Text == "null" ? null : new Answer(question.Text);
    }

    public static Answer Static(Question question) => new(question.Text);

    public void Nothing(Question question, ILambdaContext context)
    {
        context.Logger.LogLine("seen " + question.Text);
        context.Logger.LogError("odd");
    }

    public Task NothingLater(Question question) => Task.CompletedTask;

    public ValueTask NothingLaterValue() => ValueTask.CompletedTask;

    public Answer Throws(Question question) => throw new NotSupportedException(question.Text);

    [LambdaSerializer(typeof(UpperCase))]
    public Answer Serialized(Question question) => new(question.Text);

    public Answer Overloaded(Question question) => new(question.Text);

    public Answer Overloaded() => new(string.Empty);

    public void TooMany(Question question, Answer answer) => throw new InvalidOperationException();

    public T Generic<T>(T value) => value;

    private static MemoryStream Copy(Stream input)
    {
        MemoryStream copy = new();
        input.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }
}

internal sealed class NeedsAService(Answer answer)
{
    public static Stream Unused(Stream input) => input;

    [LambdaSerializer(typeof(UpperCase))]
    public Answer Handle() => answer;
}

internal sealed class NoSerializer
{
    public Answer Handle(Question question) => new(question.Text);
}

internal sealed record Question(string Text);

internal sealed record Answer(string Text);

[JsonSerializable(typeof(Question))]
[JsonSerializable(typeof(Answer))]
internal sealed partial class BoundJson : JsonSerializerContext;

/// <summary>A Lambda serializer whose work can be told from that of the context.</summary>
internal sealed class UpperCase : ILambdaSerializer
{
    public T Deserialize<T>(Stream requestStream) => JsonSerializer.Deserialize<T>(requestStream)!;

    public void Serialize<T>(T response, Stream responseStream)
    {
        using StreamWriter writer = new(responseStream, leaveOpen: true);
        writer.Write(JsonSerializer.Serialize(response).ToUpperInvariant());
    }
}
