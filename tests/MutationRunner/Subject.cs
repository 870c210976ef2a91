using System.Reflection;

namespace LambdaDestinations.MutationRunner;

/// <summary>What is changed, and what must notice. By name: the code of neither is used here.</summary>
internal static class Subject
{
    /// <summary>The assembly that Stryker changes.</summary>
    public static Assembly Templates { get; } = Assembly.Load("LambdaDestinations.Templates");

    /// <summary>The assembly with the tests.</summary>
    public static Assembly Tests { get; } = Assembly.Load("LambdaDestinations.Templates.Tests");
}
