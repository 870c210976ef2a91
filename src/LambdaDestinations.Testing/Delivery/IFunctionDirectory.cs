namespace LambdaDestinations.Testing.Delivery;

/// <summary>Finds the functions that a resource sends its events to.</summary>
internal interface IFunctionDirectory
{
    /// <summary>The function of a reference.</summary>
    /// <param name="function">The function's name, or <c>name:qualifier</c>. It may be named before it is added.</param>
    public FunctionAddress Resolve(string function);
}
