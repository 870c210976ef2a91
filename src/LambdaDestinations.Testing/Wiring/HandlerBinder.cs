using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Functions;

namespace LambdaDestinations.Testing.Wiring;

/// <summary>Calls handlers by their handler string <c>Assembly::Type::Method</c>, as the .NET runtime of AWS Lambda does.</summary>
/// <param name="assemblies">Where the handlers are.</param>
/// <param name="create">Makes the instance of a handler's class; null to call its constructor without parameters.</param>
/// <remarks>Rules: AWS Lambda Developer Guide, "Define Lambda function handler in C#".</remarks>
internal sealed class HandlerBinder(IReadOnlyList<Assembly> assemblies, Func<Type, object?>? create)
{
    private const BindingFlags AnyMember = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly MethodInfo WriteTaskMethod = typeof(HandlerBinder).GetMethod(nameof(WriteTaskAsync), AnyMember)!;
    private static readonly MethodInfo WriteValueTaskMethod = typeof(HandlerBinder).GetMethod(nameof(WriteValueTaskAsync), AnyMember)!;

    /// <summary>The handler of a handler string; null when its assembly is not one of those given.</summary>
    /// <exception cref="HandlerBindingException">The assembly has no such handler, or Lambda could not call it.</exception>
    internal HandlerCode? Find(string handler)
    {
        string[] parts = handler.Split("::");
        if (parts.Length != 3 || assemblies.FirstOrDefault(each => each.GetName().Name == parts[0]) is not { } assembly)
        {
            return null;
        }

        Type type = assembly.GetType(parts[1], throwOnError: false)
            ?? throw new HandlerBindingException($"assembly {parts[0]} has no type {parts[1]}");
        MethodInfo[] methods = type.GetMember(parts[2], MemberTypes.Method, AnyMember).Cast<MethodInfo>().ToArray();
        return methods switch
        {
            [var method] => Bind(type, method),
            [] => throw new HandlerBindingException($"type {parts[1]} has no method {parts[2]}"),
            _ => throw new HandlerBindingException($"type {parts[1]} has {methods.Length} methods {parts[2]}: Lambda cannot tell them apart"),
        };
    }

    /// <summary>Calls a method as a handler.</summary>
    /// <exception cref="HandlerBindingException">Lambda could not call it.</exception>
    private HandlerCode Bind(Type type, MethodInfo method)
    {
        string display = $"{type.FullName}.{method.Name}";
        ParameterInfo[] parameters = method.GetParameters();
        ParameterInfo? input = parameters.FirstOrDefault(static each => !LambdaContextProxy.IsContext(each.ParameterType));
        if (method.ContainsGenericParameters || parameters.Length > 2 || parameters.Count(static each => !LambdaContextProxy.IsContext(each.ParameterType)) > 1)
        {
            throw new HandlerBindingException($"{display} is not a valid handler: it takes at most one event and one ILambdaContext");
        }

        Type? result = ResultOf(method.ReturnType);
        bool needsSerializer = (input is not null && input.ParameterType != typeof(Stream)) || (result is not null && !typeof(Stream).IsAssignableFrom(result));
        PayloadSerializer? serializer = needsSerializer
            ? PayloadSerializer.Of(method, type)
                ?? throw new HandlerBindingException($"{display} does not take and return streams, and neither [assembly: LambdaSerializer] nor [assembly: DestinationSerializer] says how its JSON is read and written")
            : null;
        Lazy<object?> instance = new(() => method.IsStatic ? null : Create(type), LazyThreadSafetyMode.PublicationOnly);
        return async (stream, invocation) =>
        {
            object?[] arguments = new object?[parameters.Length];
            for (int i = 0; i < parameters.Length; i++)
            {
                arguments[i] = parameters[i] != input
                    ? LambdaContextProxy.Create(parameters[i].ParameterType, (RunningInvocation)invocation)
                    : parameters[i].ParameterType == typeof(Stream) ? stream : serializer!.Read(parameters[i].ParameterType, stream);
            }

            object? returned = method.Invoke(instance.Value, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);
            return await AwaitAsync(returned, result, serializer).ConfigureAwait(false);
        };
    }

    /// <summary>What a handler returns, awaited; null for nothing.</summary>
    private static Type? ResultOf(Type type)
    {
        if (type == typeof(void) || type == typeof(Task) || type == typeof(ValueTask))
        {
            return null;
        }

        return type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            ? type.GetGenericArguments()[0]
            : type;
    }

    private static async Task<Stream> AwaitAsync(object? returned, Type? result, PayloadSerializer? serializer)
    {
        switch (returned)
        {
            case Task task when result is null:
                await task.ConfigureAwait(false);
                return Stream.Null;
            case ValueTask task:
                await task.ConfigureAwait(false);
                return Stream.Null;
            case Task:
                return await ((Task<Stream>)WriteTaskMethod.MakeGenericMethod(result!).Invoke(null, [returned, serializer])!).ConfigureAwait(false);
            case { } when returned.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>):
                return await ((Task<Stream>)WriteValueTaskMethod.MakeGenericMethod(result!).Invoke(null, [returned, serializer])!).ConfigureAwait(false);
            default:
                return result is null ? Stream.Null : Write(returned, result, serializer);
        }
    }

    private static async Task<Stream> WriteTaskAsync<T>(Task<T> task, PayloadSerializer? serializer) =>
        Write(await task.ConfigureAwait(false), typeof(T), serializer);

    private static async Task<Stream> WriteValueTaskAsync<T>(ValueTask<T> task, PayloadSerializer? serializer) =>
        Write(await task.ConfigureAwait(false), typeof(T), serializer);

    private static Stream Write(object? value, Type type, PayloadSerializer? serializer) =>
        typeof(Stream).IsAssignableFrom(type) ? (Stream?)value ?? Stream.Null : serializer!.Write(type, value);

    private object Create(Type type)
    {
        if (create is not null)
        {
            return create(type) ?? throw new InvalidOperationException($"No instance of {type.FullName} was made.");
        }

        if (type.GetConstructor(AnyMember, Type.EmptyTypes) is not { } constructor)
        {
            throw new InvalidOperationException($"{type.FullName} has no constructor without parameters: say how to make one with CreateHandlersWith(…).");
        }

        return constructor.Invoke(BindingFlags.DoNotWrapExceptions, binder: null, parameters: null, culture: null);
    }
}
