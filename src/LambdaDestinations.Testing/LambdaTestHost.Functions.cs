using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Testing;

/// <content>The functions: their handlers, and what they read.</content>
public sealed partial class LambdaTestHost
{
    private readonly Dictionary<(string Function, string Name), TestDurableExecution> _executions = [];

    /// <summary>Adds a function with a stream handler, or gives a function of the template this handler instead of its own.</summary>
    /// <param name="name">The function's name.</param>
    /// <param name="handler">The handler; <see cref="Stream.Null"/> is a result of nothing.</param>
    /// <param name="settings">Retries, destinations, limits; null for AWS's defaults.</param>
    public TestFunction AddFunction(string name, Func<Stream, ILambdaInvocation, Task<Stream>> handler, FunctionSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(handler);

        _isWiredByHand = true;

        // Hidden: the stack trace of an error shows the handler, and what the user did not write as little as possible.
        return _handlers.Add(name, [StackTraceHidden] (input, invocation) => handler(input, (ILambdaInvocation)invocation), settings);
    }

    /// <summary>
    /// Starts an execution of a durable function: <c>RUNNING</c> goes to the default bus. The test says how it ends; the function's code does not run, as steps, waits and
    /// replay are not emulated.
    /// </summary>
    /// <param name="function">The function's name, or <c>name:version</c>; <c>$LATEST</c> without a version.</param>
    /// <param name="name">
    /// The execution's name: 1 to 64 letters, digits, hyphens and underscores (AWS Lambda API Reference, <c>Invoke</c>); null for one that Lambda gives.
    /// </param>
    /// <returns>
    /// The execution, to be ended. One of that name that runs is given again, and nothing is sent: a name is the key by which Lambda starts an execution once (AWS Lambda
    /// Developer Guide, "Idempotency").
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The qualifier is an alias, which no execution runs as; the template and the attributes have no durable function of that name; the execution's name is not valid, or an execution
    /// by that name has ended, or runs as another version.
    /// </exception>
    public TestDurableExecution StartDurableExecution(string function, string? name = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(function);
        string[] parts = function.Split(':', 2);
        string qualifier = parts.Length == 1 ? FunctionSettings.Latest : parts[1];
        if (!DurableFacts.CanRun(qualifier))
        {
            throw new ArgumentException($"An execution runs as a version or as $LATEST, not as '{qualifier}'.", nameof(function));
        }

        if (name is not null && (name.Length is 0 or > 64 || !name.All(static x => char.IsAsciiLetterOrDigit(x) || x is '-' or '_')))
        {
            throw new ArgumentException($"'{name}' is not the name of an execution: it has 1 to 64 letters, digits, hyphens and underscores.", nameof(name));
        }

        TestFunction started = DurableFunction(parts[0], nameof(function));
        if (name is null)
        {
            return new TestDurableExecution(_context, _resources.Bus("default"), started, qualifier, name);
        }

        lock (_executions)
        {
            if (!_executions.TryGetValue((started.Name, name), out TestDurableExecution? execution))
            {
                execution = new TestDurableExecution(_context, _resources.Bus("default"), started, qualifier, name);
                _executions.Add((started.Name, name), execution);
            }
            else if (execution.Status != DurableExecutionStatus.Running || execution.FunctionArn != $"{started.Arn}:{qualifier}")
            {
                throw new ArgumentException($"'{started.Name}' has an execution '{name}' already ({execution.FunctionArn}, {execution.Status}), and Lambda starts no other by that name.", nameof(name));
            }

            return execution;
        }
    }

    /// <summary>A durable function by its name; where nothing is wired, the test's word is taken for it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="argument">The caller's argument that has it.</param>
    private TestFunction DurableFunction(string name, string argument)
    {
        if (_context.IsWired && _resources.FindDurable(name) is null)
        {
            string[] known = [.. _resources.DurableNames.Order(StringComparer.Ordinal)];
            string hint = NearNames.Nearest(name, known) is { } nearest ? $"did you mean '{nearest}'?"
                : known.Length == 0 ? "there is none."
                : $"there are {string.Join(", ", known.Select(static x => $"'{x}'"))}.";
            throw new ArgumentException($"'{name}' is not a durable function of the template or the attributes: {hint}", argument);
        }

        TestFunction function = _resources.Function(name, isNamed: true);
        function.IsEndedByTest = true;
        return function;
    }

    /// <summary>Adds a function with a typed handler.</summary>
    /// <typeparam name="TRequest">The payload's type.</typeparam>
    /// <typeparam name="TResponse">The response's type.</typeparam>
    /// <param name="name">The function's name.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="request">How the payload is read.</param>
    /// <param name="response">How the response is written.</param>
    /// <param name="settings">Retries, destinations, limits; null for AWS's defaults.</param>
    public TestFunction AddFunction<TRequest, TResponse>(
        string name,
        Func<TRequest, CancellationToken, Task<TResponse>> handler,
        JsonTypeInfo<TRequest> request,
        JsonTypeInfo<TResponse> response,
        FunctionSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        return AddFunction(
            name,
            async (input, invocation) =>
            {
                TRequest payload = (await JsonSerializer.DeserializeAsync(input, request, invocation.CancellationToken).ConfigureAwait(false))!;
                TResponse result = await handler(payload, invocation.CancellationToken).ConfigureAwait(false);
                return new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(result, response), writable: false);
            },
            settings);
    }

    /// <summary>Adds a function with a typed handler that returns nothing: <c>responsePayload</c> is null.</summary>
    /// <typeparam name="TRequest">The payload's type.</typeparam>
    /// <param name="name">The function's name.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="request">How the payload is read.</param>
    /// <param name="settings">Retries, destinations, limits; null for AWS's defaults.</param>
    public TestFunction AddFunction<TRequest>(
        string name,
        Func<TRequest, CancellationToken, Task> handler,
        JsonTypeInfo<TRequest> request,
        FunctionSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(request);
        return AddFunction(
            name,
            async (input, invocation) =>
            {
                TRequest payload = (await JsonSerializer.DeserializeAsync(input, request, invocation.CancellationToken).ConfigureAwait(false))!;
                await handler(payload, invocation.CancellationToken).ConfigureAwait(false);
                return Stream.Null;
            },
            settings);
    }

    /// <summary>Lets a function read a Kinesis stream (an event source mapping).</summary>
    /// <param name="source">The stream.</param>
    /// <param name="function">The function's name.</param>
    /// <param name="settings">Batching, retries, the on-failure destination; null for AWS's defaults.</param>
    /// <param name="eventSource">The event or mapping in the template, to find its attribute; null for the only one.</param>
    /// <exception cref="ArgumentException">AWS would refuse the mapping.</exception>
    public void AddMapping(TestKinesisStream source, string function, EventSourceMappingSettings? settings = null, string? eventSource = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        _isWiredByHand = true;
        _mappings.Add(source, function, settings ?? new(), eventSource);
    }

    /// <summary>Lets a function read the stream of a DynamoDB table (an event source mapping).</summary>
    /// <param name="source">The stream.</param>
    /// <param name="function">The function's name.</param>
    /// <param name="settings">Batching, retries, the on-failure destination; null for AWS's defaults.</param>
    /// <param name="eventSource">The event or mapping in the template, to find its attribute; null for the only one.</param>
    /// <exception cref="ArgumentException">AWS would refuse the mapping.</exception>
    public void AddMapping(TestDynamoDBStream source, string function, EventSourceMappingSettings? settings = null, string? eventSource = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        _isWiredByHand = true;
        _mappings.Add(source, function, settings ?? new(), eventSource);
    }

    /// <summary>Lets a function read a Kafka topic (an event source mapping).</summary>
    /// <param name="source">The topic.</param>
    /// <param name="function">The function's name.</param>
    /// <param name="settings">Batching, retries, the on-failure destination; null for AWS's defaults.</param>
    /// <param name="eventSource">The event or mapping in the template, to find its attribute; null for the only one.</param>
    /// <exception cref="ArgumentException">AWS would refuse the mapping.</exception>
    public void AddMapping(TestKafkaTopic source, string function, EventSourceMappingSettings? settings = null, string? eventSource = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        _isWiredByHand = true;
        _mappings.Add(source, function, settings ?? new(), eventSource);
    }

    /// <summary>Lets a function read a queue (an event source mapping).</summary>
    /// <param name="source">The queue.</param>
    /// <param name="function">The function's name.</param>
    /// <param name="settings">Batching and partial-batch response; null for AWS's defaults.</param>
    /// <param name="eventSource">The event or mapping in the template, to find its attribute; null for the only one, or the one that names the queue.</param>
    /// <exception cref="ArgumentException">AWS would refuse the mapping.</exception>
    public void AddMapping(TestQueue source, string function, EventSourceMappingSettings? settings = null, string? eventSource = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        _isWiredByHand = true;
        _mappings.Add(source, function, settings ?? new(), eventSource);
    }
}
