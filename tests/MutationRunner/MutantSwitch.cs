using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace LambdaDestinations.MutationRunner;

/// <summary>The switch that Stryker puts into the assembly.</summary>
internal sealed class MutantSwitch
{
    private readonly Type _type = Subject.Templates.GetTypes().Single(static x => x.Name == "MutantControl");

    /// <summary>The mutant that is in force, or -1.</summary>
    public int Active
    {
        set => Field("ActiveMutant").SetValue(null, value);
    }

    /// <summary>Whether it is written down which mutants are reached.</summary>
    public bool IsCounting
    {
        set => Field("CaptureCoverage").SetValue(null, value);
    }

    /// <summary>What was reached since the last time: in methods, and while types were set up.</summary>
    public (IEnumerable<int> Methods, IEnumerable<int> Statics) Take()
    {
        IList<int>[] data = (IList<int>[])_type.GetMethod("GetCoverageData")!.Invoke(null, null)!;
        return ([.. data[0]], [.. data[1]]);
    }

    private FieldInfo Field(string name) => _type.GetField(name, BindingFlags.Public | BindingFlags.Static)!;
}
