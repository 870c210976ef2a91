using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Xunit.Sdk;

namespace LambdaDestinations.Templates.Tests;

/// <summary>Runs a theory once for each case of an area, by its name.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class CasesAttribute(string area, params string[] keys) : DataAttribute
{
    /// <summary>A folder of <c>Cases</c>.</summary>
    public string Area { get; } = area;

    /// <summary>The keys that the theory reads, beside <see cref="CaseFile.Right"/>.</summary>
    public IReadOnlyList<string> Keys { get; } = keys;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => CaseFile.Names(Area).Select(static x => new object[] { x });
}
