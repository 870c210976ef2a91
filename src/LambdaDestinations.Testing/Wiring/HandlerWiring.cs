using System;
using LambdaDestinations.Testing.Functions;
using LambdaDestinations.Testing.Resources;

namespace LambdaDestinations.Testing.Wiring;

/// <summary>Gives functions their handlers, and the settings that belong to them.</summary>
internal sealed class HandlerWiring(ResourceRegistry resources, ManifestWiring manifests)
{
    /// <summary>Adds a function, or gives a function of the template this handler instead of its own.</summary>
    /// <param name="name">The function's name.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="settings">What the test says; null for nothing.</param>
    /// <exception cref="ArgumentException">The function was added before.</exception>
    internal TestFunction Add(string name, HandlerCode handler, FunctionSettings? settings)
    {
        TestFunction function = resources.Function(name);
        if (function is { HasHandler: true, IsBoundByWiring: false })
        {
            throw new ArgumentException($"Function '{name}' exists already.", nameof(name));
        }

        FunctionSettings declared = function.Settings;
        function.Settings = manifests.Complete(resources, name, settings?.CompletedBy(declared) ?? declared);
        function.Handler = handler;
        function.IsBoundByWiring = false;
        return function;
    }

    /// <summary>Adds the functions of the manifests whose handlers are at hand, and those that they name as destinations.</summary>
    /// <exception cref="ArgumentException">A handler cannot be called.</exception>
    internal void AddDeclared(HandlerBinder binder)
    {
        foreach ((string name, string reference) in manifests.Functions)
        {
            try
            {
                if (manifests.IsDurable(name))
                {
                    resources.Function(name).IsEndedByTest = true;
                }
                else if (!resources.Function(name).HasHandler && binder.Find(reference) is { } handler)
                {
                    Add(name, handler, settings: null).IsBoundByWiring = true;
                }
            }
            catch (HandlerBindingException unbound)
            {
                throw new ArgumentException($"The handler of '{name}' cannot be called: {unbound.Message}.", unbound);
            }
        }
    }
}
