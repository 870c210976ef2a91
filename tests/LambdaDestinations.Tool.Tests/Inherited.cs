using System.Collections.Generic;

namespace LambdaDestinations.Tool.Tests;

/// <summary>Classes whose methods handler strings name, own and inherited.</summary>
public class GenericBase<T>
{
    public void Inherited(T value) => _ = value;
}

public class Derived : GenericBase<string>
{
    public sealed class Inner
    {
        public static void Own() => _ = 1;
    }
}

/// <summary>Its base class is not beside the assembly.</summary>
public class OfFramework : List<string>;

/// <summary>Its base class stands in another assembly beside this one.</summary>
public class OfOtherAssembly : NJsonSchema.JsonSchema;
