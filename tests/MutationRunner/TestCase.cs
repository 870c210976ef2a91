using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;

namespace LambdaDestinations.MutationRunner;

/// <summary>One case of one test.</summary>
internal sealed class TestCase(Type type, MethodInfo method, object?[] arguments)
{
    /// <summary>The name, on one line.</summary>
    public string Name => $"{type.Name}.{method.Name}({string.Join(", ", arguments).Split('\r', '\n')[0]})";

    /// <summary>All cases, without those that start other processes or work on megabytes.</summary>
    /// <param name="area">The namespace below that of the tests, or nothing for all.</param>
    public static IEnumerable<TestCase> Find(string area)
    {
        string space = $"{Subject.Tests.GetName().Name}.{area}";
        IEnumerable<Type> types = Subject.Tests.GetTypes().Where(x => IsTestClass(x) && x.Namespace!.StartsWith(space, StringComparison.Ordinal));
        foreach (Type type in types)
        {
            MethodInfo[] methods = type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
            foreach (MethodInfo method in methods.Where(static x => x.IsDefined(typeof(FactAttribute)) && !IsLeftOut(x)))
            {
                foreach (object?[]? row in RowsOf(method))
                {
                    yield return new TestCase(type, method, Complete(method, row ?? [null]));
                }
            }
        }
    }

    /// <summary>Runs it; what it threw, or nothing.</summary>
    public async Task<Exception?> Run()
    {
        try
        {
            object test = Activator.CreateInstance(type)!;
            if (method.Invoke(test, arguments) is Task task)
            {
                await task;
            }

            (test as IDisposable)?.Dispose();
            return null;
        }
#pragma warning disable CA1031 // Whatever a test throws has noticed the mutant.
        catch (Exception error)
        {
            Exception cause = error is TargetInvocationException { InnerException: { } inner } ? inner : error;
            return cause is SkipException ? null : cause;
        }
#pragma warning restore CA1031
    }

    /// <summary>The first case that fails, by its name.</summary>
    /// <param name="cases">The cases, in the order in which they run.</param>
    /// <param name="begin">Told the index of each that begins.</param>
    public static async Task<string?> FirstFailure(IEnumerable<TestCase> cases, Action<int> begin)
    {
        foreach ((int index, TestCase test) in cases.Index())
        {
            begin(index);
            if (await test.Run() is not null)
            {
                return test.Name;
            }
        }

        return null;
    }

    private static bool IsTestClass(Type type) => type is { IsAbstract: false, IsClass: true, IsPublic: true } && !IsLeftOut(type);

    private static bool IsLeftOut(MemberInfo member) => member.GetCustomAttributesData().Any(static x =>
        x.AttributeType == typeof(TraitAttribute) && x.ConstructorArguments is [{ Value: "Category" }, { Value: "Oracle" or "Large" }]);

    private static object?[]?[] RowsOf(MethodInfo method) => method.IsDefined(typeof(TheoryAttribute))
        ? [.. method.GetCustomAttributes<Xunit.Sdk.DataAttribute>().SelectMany(x => x.GetData(method))]
        : [[]];

    /// <summary>Optional parameters and <c>params</c>, which xunit fills.</summary>
    private static object?[] Complete(MethodInfo method, object?[] row)
    {
        ParameterInfo[] parameters = method.GetParameters();
        List<object?> arguments = [];
        for (int i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].IsDefined(typeof(ParamArrayAttribute)) && !(row.Length == parameters.Length && row[i] is null or Array))
            {
                Array rest = Array.CreateInstance(parameters[i].ParameterType.GetElementType()!, Math.Max(0, row.Length - i));
                Array.Copy(row, Math.Min(i, row.Length), rest, 0, rest.Length);
                arguments.Add(rest);
            }
            else
            {
                arguments.Add(i < row.Length ? row[i] : parameters[i].DefaultValue);
            }
        }

        return [.. arguments];
    }
}
