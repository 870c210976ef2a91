using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using System.Reflection;
using LambdaDestinations.Testing.Functions;

namespace LambdaDestinations.Testing.Wiring;

/// <summary>
/// Amazon's <c>ILambdaContext</c> for an invocation. <c>Amazon.Lambda.Core</c> is the user's reference and not this library's,
/// so the interface is implemented when it is met.
/// </summary>
[SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it.")]
internal class LambdaContextProxy : DispatchProxy
{
    private const string Context = "Amazon.Lambda.Core.ILambdaContext";

    private RunningInvocation? _invocation;

    internal static bool IsContext(Type type) => type.FullName == Context;

    internal static object Create(Type context, RunningInvocation invocation)
    {
        object proxy = Create(context, typeof(LambdaContextProxy));
        ((LambdaContextProxy)proxy)._invocation = invocation;
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        RunningInvocation invocation = _invocation!;
        return targetMethod!.Name switch
        {
            "get_AwsRequestId" => invocation.RequestId,
            "get_FunctionName" => invocation.FunctionName,
            "get_FunctionVersion" => invocation.FunctionVersion,
            "get_InvokedFunctionArn" => invocation.InvokedFunctionArn,
            "get_RemainingTime" => invocation.RemainingTime,
            "get_MemoryLimitInMB" => invocation.Function.MemorySize,
            "get_LogGroupName" => "/aws/lambda/" + invocation.FunctionName,
            "get_LogStreamName" => string.Create(CultureInfo.InvariantCulture, $"{invocation.StartedAt:yyyy'/'MM'/'dd}/[{invocation.FunctionVersion}]{invocation.RequestId.Replace("-", string.Empty, StringComparison.Ordinal)}"),
            "get_Logger" => LambdaLoggerProxy.CreateFor(targetMethod.ReturnType, invocation),

            // Identity, ClientContext and whatever later versions add: absent, as in an asynchronous invocation.
            _ => targetMethod.ReturnType.IsValueType && targetMethod.ReturnType != typeof(void) ? Activator.CreateInstance(targetMethod.ReturnType) : null,
        };
    }

    /// <summary>Amazon's <c>ILambdaLogger</c>: every overload of <c>Log</c> adds a line to the captured invocation.</summary>
    [SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it.")]
    internal class LambdaLoggerProxy : DispatchProxy
    {
        private RunningInvocation? _invocation;

        internal static object CreateFor(Type logger, RunningInvocation invocation)
        {
            object proxy = Create(logger, typeof(LambdaLoggerProxy));
            ((LambdaLoggerProxy)proxy)._invocation = invocation;
            return proxy;
        }

        /// <inheritdoc/>
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            // Log(message), LogLine(message), Log(level, message), Log(level, exception, message, arguments), LogError(…).
            _invocation!.Log(string.Join(' ', (args ?? []).Select(static each => each switch
            {
                null => string.Empty,
                object?[] items => string.Join(", ", items),
                _ => Convert.ToString(each, CultureInfo.InvariantCulture),
            }).Where(static each => !string.IsNullOrEmpty(each))));
            return null;
        }
    }
}
