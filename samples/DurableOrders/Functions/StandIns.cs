// Stand-ins for names of Amazon.Lambda.Annotations and Amazon.Lambda.DurableExecution, which are matched by name. In an application of your own, reference
// the packages and delete this file.
using System;
using System.Threading.Tasks;

namespace Amazon.Lambda.Annotations
{
    /// <summary>Marks a Lambda function.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class LambdaFunctionAttribute : Attribute
    {
        /// <summary>The function's logical id.</summary>
        public string? ResourceName { get; set; }
    }

    /// <summary>Makes a function durable.</summary>
    /// <param name="executionTimeout">Seconds that an execution may take.</param>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class DurableExecutionAttribute(int executionTimeout) : Attribute
    {
        /// <summary>Seconds that an execution may take.</summary>
        public int ExecutionTimeout { get; } = executionTimeout;
    }
}

namespace Amazon.Lambda.DurableExecution
{
    /// <summary>Runs the steps of an execution.</summary>
    public interface IDurableContext
    {
        /// <summary>Runs a step once, and gives its result again when the execution is replayed.</summary>
        /// <typeparam name="T">The result's type.</typeparam>
        /// <param name="work">What it does.</param>
        /// <param name="name">Its name.</param>
        public Task<T> StepAsync<T>(Func<Task<T>> work, string name);
    }

    /// <summary>What Lambda hands to a durable function without Amazon.Lambda.Annotations.</summary>
    public sealed class DurableExecutionInvocationInput
    {
    }

    /// <summary>What such a function returns.</summary>
    public sealed class DurableExecutionInvocationOutput
    {
    }
}
