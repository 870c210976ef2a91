using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace LambdaDestinations.Testing.Wiring;

/// <summary>Reads and writes the JSON of a handler as its attributes say.</summary>
internal abstract class PayloadSerializer
{
    private const string LambdaSerializer = "Amazon.Lambda.Core.LambdaSerializerAttribute";
    private const string ILambdaSerializer = "Amazon.Lambda.Core.ILambdaSerializer";

    /// <summary>
    /// Amazon's <c>[LambdaSerializer]</c> of the method or the assembly, which is what AWS Lambda uses; else our
    /// <c>[DestinationSerializer]</c> of the method, the class or the assembly.
    /// </summary>
    /// <returns>Null when there is neither.</returns>
    /// <exception cref="HandlerBindingException">It names a type that is not a serializer.</exception>
    internal static PayloadSerializer? Of(MethodInfo method, Type type)
    {
        CustomAttributeData? lambda = Find(method) ?? Find(type.Assembly);
        if (lambda?.ConstructorArguments is [{ Value: Type serializer }])
        {
            return new LambdaSerializerAdapter(serializer);
        }

        DestinationSerializerAttribute? own = method.GetCustomAttribute<DestinationSerializerAttribute>()
            ?? type.GetCustomAttribute<DestinationSerializerAttribute>()
            ?? type.Assembly.GetCustomAttribute<DestinationSerializerAttribute>();
        return own is null ? null : new ContextAdapter(own.ContextType);
    }

    internal abstract object? Read(Type type, Stream stream);

    internal abstract Stream Write(Type type, object? value);

    // Amazon.Lambda.Core is the user's reference, not this library's.
    private static CustomAttributeData? Find(MemberInfo member) => member.CustomAttributes.FirstOrDefault(static each => each.AttributeType.FullName == LambdaSerializer);

    private static CustomAttributeData? Find(Assembly assembly) => assembly.CustomAttributes.FirstOrDefault(static each => each.AttributeType.FullName == LambdaSerializer);

    private sealed class LambdaSerializerAdapter : PayloadSerializer
    {
        private readonly object _serializer;
        private readonly MethodInfo _read;
        private readonly MethodInfo _write;

        internal LambdaSerializerAdapter(Type type)
        {
            Type contract = type.GetInterface(ILambdaSerializer) ?? throw new HandlerBindingException($"{type.FullName} is not an ILambdaSerializer");
            _serializer = Activator.CreateInstance(type)!;
            _read = contract.GetMethod("Deserialize")!;
            _write = contract.GetMethod("Serialize")!;
        }

        internal override object? Read(Type type, Stream stream) =>
            _read.MakeGenericMethod(type).Invoke(_serializer, BindingFlags.DoNotWrapExceptions, binder: null, [stream], culture: null);

        internal override Stream Write(Type type, object? value)
        {
            MemoryStream stream = new();
            _write.MakeGenericMethod(type).Invoke(_serializer, BindingFlags.DoNotWrapExceptions, binder: null, [value, stream], culture: null);
            stream.Position = 0;
            return stream;
        }
    }

    private sealed class ContextAdapter : PayloadSerializer
    {
        private readonly JsonSerializerContext _context;

        internal ContextAdapter(Type type) =>
            _context = type.GetProperty("Default", BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy)?.GetValue(null) as JsonSerializerContext
                ?? throw new HandlerBindingException($"{type.FullName} is not a JsonSerializerContext");

        internal override object? Read(Type type, Stream stream) => JsonSerializer.Deserialize(stream, Of(type));

        internal override Stream Write(Type type, object? value) => new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(value, Of(type)), writable: false);

        private JsonTypeInfo Of(Type type) => _context.GetTypeInfo(type)
            ?? throw new InvalidOperationException($"{_context.GetType().FullName} has no [JsonSerializable(typeof({type.Name}))].");
    }
}
