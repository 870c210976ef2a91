using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Works out where the events of one function end, by how they enter.</summary>
internal sealed class AuditCells
{
    private readonly AuditFunction _function;
    private readonly AuditDelivery _delivery;
    private readonly AuditPolled _polled;

    /// <param name="function">The function.</param>
    public AuditCells(AuditFunction function)
    {
        _function = function;
        _delivery = new AuditDelivery(function);
        _polled = new AuditPolled(function, _delivery);
        Asynchronous = new AuditAsynchronous(function, _delivery);
    }

    /// <summary>Of asynchronous invocations.</summary>
    public AuditAsynchronous Asynchronous { get; }

    /// <summary>Of a mapping.</summary>
    public AuditCell[] OfPolled(AuditEntry entry, ConditionSet conditions) => _polled.Of(entry, conditions);

    /// <summary>Of a caller that waits.</summary>
    public AuditCell[] OfSynchronous(AuditEntry entry, ConditionSet conditions)
    {
        if (entry.Edge.Edge.Trigger == ResourceTypes.Pipe)
        {
            return _polled.OfPipe(entry, conditions);
        }

        TemplateModel template = _function.System.Templates[entry.Edge.Template].Template;
        return AuditCell.Each(cause => AuditCell.Of(cause, cause switch
        {
            AuditCause.Success => new AuditAnswer(AuditAnswerKind.Returned, "returned to the caller"),
            AuditCause.Age or AuditCause.Delivery => AuditAnswer.None,

            // A call that is refused is an error of the call: the schedule tries it again.
            AuditCause.Throttled when entry.Edge.Edge.Trigger == ResourceTypes.Schedule => Retried(_delivery.OfBus(entry.Edge, conditions)),
            _ => new AuditAnswer(AuditAnswerKind.Returned, "returned to the caller: " + AuditCallers.OnError(template, entry.Edge, cause)),
        }));
    }

    private static AuditAnswer Retried(AuditAnswer end) => end with { Text = "returned to the caller: the schedule tries again, " + end.Text };
}
