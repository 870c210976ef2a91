using System.Collections.Generic;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>The methods of a compiled assembly that a handler string may name.</summary>
internal interface IHandlerAssembly
{
    /// <summary>The simple name of the assembly.</summary>
    public string Name { get; }

    /// <summary>Its public methods as a handler string has them behind the assembly: <c>Type::Method</c>.</summary>
    public IEnumerable<string> Handlers { get; }

    /// <summary>Whether a class has a method, or inherits it.</summary>
    /// <param name="type">Metadata name of the class.</param>
    /// <param name="method">The method's name.</param>
    /// <returns><see cref="Truth.Maybe"/> where a base class cannot be read.</returns>
    public Truth Has(string type, string method);
}
