using System.Collections.Generic;
using LambdaDestinations.Generators.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>The calls that an expression may take its task from.</summary>
internal static class TaskChoice
{
    /// <summary>The calls of an expression and of each branch of a condition in it: one of them makes its value.</summary>
    public static IEnumerable<IInvocationOperation> CallsOf(IOperation value)
    {
        Stack<IOperation> left = new([value]);
        while (left.Count > 0)
        {
            switch (Comparisons.Unwrap(left.Pop()))
            {
                case IInvocationOperation call:
                    yield return call;
                    break;
                case IConditionalOperation { WhenFalse: { } otherwise } choice:
                    left.Push(otherwise);
                    left.Push(choice.WhenTrue);
                    break;
                case ICoalesceOperation coalesce:
                    left.Push(coalesce.WhenNull);
                    left.Push(coalesce.Value);
                    break;
                case ISwitchExpressionOperation choice:
                    foreach (ISwitchExpressionArmOperation arm in choice.Arms)
                    {
                        left.Push(arm.Value);
                    }

                    break;
            }
        }
    }

    /// <summary>Whether a call makes a task that goes on after another one.</summary>
    public static bool IsContinuation(IInvocationOperation call) =>
        call.TargetMethod is { Name: "ContinueWith", ContainingType: { Name: "Task" } type } && SymbolNames.IsIn(type, "System.Threading.Tasks");

    /// <summary>Whether a continuation goes on after a task that was made for it: a variable may be awaited by itself.</summary>
    public static bool OwnsTask(IInvocationOperation continuation)
    {
        IOperation? task = continuation.Instance;
        while (task is not null && Comparisons.Unwrap(task) is IInvocationOperation call)
        {
            if (!IsContinuation(call))
            {
                return true;
            }

            task = call.Instance;
        }

        return false;
    }
}
