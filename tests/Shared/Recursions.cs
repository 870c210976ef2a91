using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace LambdaDestinations.Shared.Tests;

/// <summary>
/// The methods of an assembly that may call themselves, directly or through each other, read off its code. A stack that overflows takes the compiler or the IDE
/// down and cannot be caught, so each of them needs a bound, which the list beside the test names.
/// </summary>
internal sealed partial class Recursions
{
    private static readonly Dictionary<int, OpCode> Operations = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(static x => (OpCode)x.GetValue(null)!).ToDictionary(static x => (int)(ushort)x.Value);

    private readonly MetadataReader _metadata;
    private readonly PEReader _image;
    private readonly Dictionary<MethodDefinitionHandle, List<MethodDefinitionHandle>> _calls = [];
    private readonly ILookup<(string Name, int Parameters), MethodDefinitionHandle> _overrides;

    private Recursions(PEReader image)
    {
        _image = image;
        _metadata = image.GetMetadataReader();
        _overrides = _metadata.MethodDefinitions
            .Where(x => _metadata.GetMethodDefinition(x).Attributes.HasFlag(MethodAttributes.Virtual))
            .ToLookup(x => (_metadata.GetString(_metadata.GetMethodDefinition(x).Name), ParameterCount(_metadata.GetMethodDefinition(x).Signature)));
        foreach (MethodDefinitionHandle method in _metadata.MethodDefinitions)
        {
            _calls.Add(method, [.. CallsOf(method)]);
        }
    }

    /// <summary>Each circle of methods: their names, in ordinal order, with commas.</summary>
    /// <param name="assembly">The file.</param>
    public static IReadOnlyList<string> Of(string assembly)
    {
        using PEReader image = new([.. File.ReadAllBytes(assembly)]);
        Recursions recursions = new(image);
        return [.. recursions.Circles().Where(x => x.Any(recursions.IsOurs)).Select(x => string.Join(", ", x.Select(recursions.NameOf).Distinct().Order(StringComparer.Ordinal))).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Compares them with the list, <c>tests/Shared/Recursions.txt</c>: a line <c>names: what bounds it</c> for each, below a line <c>== assembly</c>.</summary>
    /// <param name="assembly">The file.</param>
    /// <returns>What the list lacks, what it names in vain, and lines without a bound.</returns>
    public static IReadOnlyList<string> Compare(string assembly)
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LambdaDestinations.Generators.sln")))
        {
            folder = folder.Parent!;
        }

        Dictionary<string, string> bounds = File.ReadAllLines(Path.Combine(folder.FullName, "tests", "Shared", "Recursions.txt"))
            .SkipWhile(x => x != "== " + Path.GetFileNameWithoutExtension(assembly)).Skip(1).TakeWhile(static x => !x.StartsWith("== ", StringComparison.Ordinal))
            .Where(static x => x.Length > 0)
            .Select(static x => x.Split(": ", 2))
            .ToDictionary(static x => x[0], static x => x.Length == 2 ? x[1].Trim() : "", StringComparer.Ordinal);
        IReadOnlyList<string> found = Of(assembly);
        return
        [
            .. found.Where(x => !bounds.ContainsKey(x)).Select(static x => "not in the list: " + x),
            .. bounds.Keys.Except(found).Select(static x => "in the list, and no circle: " + x),
            .. bounds.Where(static x => x.Value.Length < 10).Select(static x => "without what bounds it: " + x.Key),
        ];
    }

    /// <summary>Tarjan's strongly connected components, without recursion, of those with an edge inside.</summary>
    private IEnumerable<List<MethodDefinitionHandle>> Circles()
    {
        Dictionary<MethodDefinitionHandle, (int Index, int Low)> seen = [];
        HashSet<MethodDefinitionHandle> open = [];
        Stack<MethodDefinitionHandle> path = [];
        Stack<(MethodDefinitionHandle Method, int Next)> work = [];
        foreach (MethodDefinitionHandle start in _calls.Keys.Where(x => !seen.ContainsKey(x)))
        {
            work.Push((start, 0));
            while (work.TryPop(out (MethodDefinitionHandle Method, int Next) top))
            {
                (MethodDefinitionHandle method, int next) = top;
                if (next == 0)
                {
                    seen[method] = (seen.Count, seen.Count);
                    open.Add(method);
                    path.Push(method);
                }

                List<MethodDefinitionHandle> calls = _calls[method];
                int low = seen[method].Low;
                if (next > 0 && open.Contains(calls[next - 1]))
                {
                    low = Math.Min(low, seen[calls[next - 1]].Low);
                }

                int index = next;
                while (index < calls.Count && seen.TryGetValue(calls[index], out (int Index, int Low) known))
                {
                    low = open.Contains(calls[index]) ? Math.Min(low, known.Index) : low;
                    index++;
                }

                seen[method] = (seen[method].Index, low);
                if (index < calls.Count)
                {
                    work.Push((method, index + 1));
                    work.Push((calls[index], 0));
                    continue;
                }

                if (low != seen[method].Index)
                {
                    continue;
                }

                List<MethodDefinitionHandle> circle = [];
                MethodDefinitionHandle member;
                do
                {
                    member = path.Pop();
                    open.Remove(member);
                    circle.Add(member);
                }
                while (member != method);
                if (circle.Count > 1 || calls.Contains(method))
                {
                    yield return circle;
                }
            }
        }
    }

    private IEnumerable<MethodDefinitionHandle> CallsOf(MethodDefinitionHandle handle)
    {
        MethodDefinition method = _metadata.GetMethodDefinition(handle);
        if (method.RelativeVirtualAddress == 0)
        {
            yield break;
        }

        byte[] code = _image.GetMethodBody(method.RelativeVirtualAddress).GetILBytes() ?? [];
        for (int at = 0; at < code.Length;)
        {
            int value = code[at++];
            if (value == 0xFE)
            {
                value = 0xFE00 | code[at++];
            }

            OpCode operation = Operations[value];
            if (operation.OperandType == OperandType.InlineMethod && Find(MetadataTokens.EntityHandle(BitConverter.ToInt32(code, at))) is { } callee)
            {
                yield return callee;
                MethodDefinition called = _metadata.GetMethodDefinition(callee);
                if (operation == OpCodes.Callvirt && called.Attributes.HasFlag(MethodAttributes.Virtual))
                {
                    foreach (MethodDefinitionHandle other in _overrides[(_metadata.GetString(called.Name), ParameterCount(called.Signature))])
                    {
                        yield return other;
                    }
                }

                // An iterator or an asynchronous method runs when its state machine does.
                if (operation == OpCodes.Newobj && StateMachine().IsMatch(_metadata.GetString(_metadata.GetTypeDefinition(called.GetDeclaringType()).Name)))
                {
                    foreach (MethodDefinitionHandle move in _metadata.GetTypeDefinition(called.GetDeclaringType()).GetMethods().Where(x => _metadata.GetString(_metadata.GetMethodDefinition(x).Name) == "MoveNext"))
                    {
                        yield return move;
                    }
                }
            }

            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    /// <summary>The method of this assembly that a token means; <see langword="null"/> for one of another.</summary>
    private MethodDefinitionHandle? Find(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodDefinition:
                return (MethodDefinitionHandle)handle;
            case HandleKind.MethodSpecification:
                return Find(_metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method);
            case HandleKind.MemberReference:
                // A member of a generic type of this assembly.
                MemberReference member = _metadata.GetMemberReference((MemberReferenceHandle)handle);
                if (member.GetKind() != MemberReferenceKind.Method || member.Parent.Kind != HandleKind.TypeSpecification || TypeOf((TypeSpecificationHandle)member.Parent) is not { } type)
                {
                    return null;
                }

                foreach (MethodDefinitionHandle candidate in _metadata.GetTypeDefinition(type).GetMethods())
                {
                    MethodDefinition method = _metadata.GetMethodDefinition(candidate);
                    if (_metadata.StringComparer.Equals(method.Name, _metadata.GetString(member.Name)) && ParameterCount(method.Signature) == ParameterCount(member.Signature))
                    {
                        return candidate;
                    }
                }

                return null;
            default:
                return null;
        }
    }

    /// <summary>The generic type that is instantiated: <c>GENERICINST (CLASS | VALUETYPE) type</c> (ECMA-335, II.23.2.12).</summary>
    private TypeDefinitionHandle? TypeOf(TypeSpecificationHandle handle)
    {
        BlobReader signature = _metadata.GetBlobReader(_metadata.GetTypeSpecification(handle).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
        {
            return null;
        }

        signature.ReadByte();
        EntityHandle type = signature.ReadTypeHandle();
        return type.Kind == HandleKind.TypeDefinition ? (TypeDefinitionHandle)type : null;
    }

    private int ParameterCount(BlobHandle handle)
    {
        BlobReader signature = _metadata.GetBlobReader(handle);
        if (signature.ReadSignatureHeader().IsGeneric)
        {
            signature.ReadCompressedInteger();
        }

        return signature.ReadCompressedInteger();
    }

    private bool IsOurs(MethodDefinitionHandle method)
    {
        TypeDefinition type = Outermost(_metadata.GetMethodDefinition(method).GetDeclaringType());
        return _metadata.GetString(type.Namespace).StartsWith("LambdaDestinations", StringComparison.Ordinal) && !_metadata.GetString(type.Name).StartsWith('<');
    }

    /// <summary>The type and the method as the source has them: a lambda, a local function and the body of an iterator by the method around.</summary>
    private string NameOf(MethodDefinitionHandle handle)
    {
        MethodDefinition method = _metadata.GetMethodDefinition(handle);
        string name = _metadata.GetString(method.Name);
        TypeDefinition type = _metadata.GetTypeDefinition(method.GetDeclaringType());
        if (Generated().Match(name) is { Success: true } inner)
        {
            name = inner.Groups[2].Success ? $"{inner.Groups[1].Value}.{inner.Groups[2].Value}" : inner.Groups[1].Value;
        }

        List<string> types = [];
        while (true)
        {
            string typeName = _metadata.GetString(type.Name);
            if (StateMachine().Match(typeName) is { Success: true } machine)
            {
                name = Generated().Match(machine.Groups[1].Value) is { Success: true } nested ? $"{nested.Groups[1].Value}.{nested.Groups[2].Value}" : machine.Groups[1].Value;
            }
            else if (typeName[0] != '<')
            {
                types.Insert(0, typeName.Split('`')[0]);
            }

            if (type.GetDeclaringType().IsNil)
            {
                return $"{string.Join('.', types)}.{name}";
            }

            type = _metadata.GetTypeDefinition(type.GetDeclaringType());
        }
    }

    private TypeDefinition Outermost(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
        {
            type = _metadata.GetTypeDefinition(type.GetDeclaringType());
        }

        return type;
    }

    /// <summary>The class of an iterator or an asynchronous method: <c>&lt;Method&gt;d__3</c>, of a local function <c>&lt;&lt;Method&gt;g__Local|3_0&gt;d</c>.</summary>
    [GeneratedRegex(@"^<(.+)>d(__\d+)?(`\d+)?$")]
    private static partial Regex StateMachine();

    /// <summary>A lambda, or a local function with its name: <c>&lt;Method&gt;b__3_0</c>, <c>&lt;Method&gt;g__Local|3_0</c>.</summary>
    [GeneratedRegex(@"^<(.+?)>(?:g__(.+?)\||b__)")]
    private static partial Regex Generated();
}
