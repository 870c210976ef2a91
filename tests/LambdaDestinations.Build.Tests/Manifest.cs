using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;

namespace LambdaDestinations.Build.Tests;

/// <summary>Compiled assemblies with a manifest, made without a compiler.</summary>
internal static class Manifest
{
    /// <summary>Writes an assembly whose manifest is one text, as versions before 0.2 wrote it.</summary>
    public static string Write(string folder, string assembly, int version, string json) =>
        Write(folder, assembly, [new CustomAttributeBuilder(typeof(DestinationManifestAttribute).GetConstructor([typeof(int), typeof(string)])!, [version, json])]);

    /// <summary>Writes an assembly that declares handlers, as the generator's output compiles: in parts, with a text for each handler, on a class.</summary>
    public static string Write(string folder, string assembly, int version, params string[][] parts) => Write(folder, assembly, [], Parts(version, parts));

    /// <summary>Writes the same on the assembly itself.</summary>
    public static string WriteOnAssembly(string folder, string assembly, int version, params string[][] parts) => Write(folder, assembly, Parts(version, parts));

    private static IEnumerable<CustomAttributeBuilder> Parts(int version, string[][] parts)
    {
        ConstructorInfo constructor = typeof(DestinationManifestAttribute).GetConstructor([typeof(int), typeof(string[])])!;
        return parts.Select(x => new CustomAttributeBuilder(constructor, [version, x]));
    }

    private static string Write(string folder, string assembly, IEnumerable<CustomAttributeBuilder> ofAssembly, IEnumerable<CustomAttributeBuilder>? ofClass = null)
    {
        string path = Path.Combine(folder, assembly + ".dll");
        PersistedAssemblyBuilder builder = new(new AssemblyName(assembly), typeof(object).Assembly, ofAssembly);
        ModuleBuilder module = builder.DefineDynamicModule(assembly);

        // A class of that name elsewhere carries nothing.
        module.DefineType("Other." + DestinationManifest.CarrierName, TypeAttributes.NotPublic | TypeAttributes.Class).CreateType();
        TypeBuilder carrier = module.DefineType(DestinationManifest.Carrier, TypeAttributes.NotPublic | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.Class);
        foreach (CustomAttributeBuilder attribute in ofClass ?? [])
        {
            carrier.SetCustomAttribute(attribute);
        }

        carrier.CreateType();
        builder.Save(path);
        return path;
    }

    public static string Write(string folder, string assembly, params HandlerModel[] handlers) =>
        Write(folder, assembly, DestinationManifest.SchemaVersion, [.. handlers.Reverse().Select(static x => new[] { ManifestJson.WriteHandler(x) })]);

    /// <summary>Writes an assembly that no generator has seen: a method <c>App.Handlers.Run</c> with an attribute, and no manifest.</summary>
    public static string WriteUnread(string folder, string assembly)
    {
        string path = Path.Combine(folder, assembly + ".dll");
        PersistedAssemblyBuilder builder = new(new AssemblyName(assembly), typeof(object).Assembly);
        TypeBuilder type = builder.DefineDynamicModule(assembly).DefineType("App.Handlers", TypeAttributes.Public | TypeAttributes.Class);
        MethodBuilder method = type.DefineMethod("Run", MethodAttributes.Public, null, [typeof(string)]);
        method.GetILGenerator().Emit(OpCodes.Ret);
        method.SetCustomAttribute(new CustomAttributeBuilder(typeof(OnFailureDestinationAttribute<Manifest.Receiver>).GetConstructor([typeof(string)])!, ["On"]));
        type.CreateType();
        builder.Save(path);
        return path;
    }

    /// <summary>A type to name as the receiver of failures.</summary>
    internal sealed class Receiver;

    /// <summary>A handler whose failures go to a created queue.</summary>
    public static HandlerModel Failing(string assembly, string method, string? target = null) =>
        new(new FunctionReference(assembly, "App.Handlers", method), null, null, new(new DestinationModel(DestinationOutcome.Failure, DestinationTargetType.Sqs, target)));

    /// <summary>A template with functions <c>Fn0</c>, <c>Fn1</c>, … of one assembly each.</summary>
    public static string Template(IEnumerable<string> assemblies) =>
        "Transform: AWS::Serverless-2016-10-31   # SAM\nResources:\n" + string.Concat(assemblies.Select(static (assembly, i) =>
            $"  Fn{i}:   # number {i}\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: {assembly}::App.Handlers::Run\n      Runtime: dotnet10\n"));
}
