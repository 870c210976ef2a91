using System.Linq;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Values;

namespace LambdaDestinations.Templates.Checking;

/// <summary>A function of a system of templates, with what is needed to follow its events.</summary>
/// <param name="System">The templates.</param>
/// <param name="Listeners">Who reads and is not a function.</param>
/// <param name="Place">The function.</param>
/// <param name="Configuration">What its template configures.</param>
/// <param name="Evaluator">What its role may do.</param>
internal sealed record AuditFunction(AuditSystem System, AuditListeners Listeners, AuditPlace Place, FunctionConfiguration Configuration, PermissionEvaluator Evaluator)
{
    /// <summary>The template that has it.</summary>
    public TemplateModel Template { get; } = System.TemplateOf(Place);

    /// <summary>Whether somebody means to invoke it asynchronously: it has settings for that.</summary>
    public bool IsMeantAsynchronous { get; } = DurableFunctions.Is(System.TemplateOf(Place), Configuration.Function) == true
        || Configuration.Async.Any(static x => x.Destinations.Count > 0)
        || Configuration.DeadLetters.Count > 0;

    /// <summary>Follows what it sends.</summary>
    /// <param name="sample">What is sent.</param>
    /// <param name="errors">The error that it is about; <see langword="null"/> for any.</param>
    /// <param name="conditions">When it is sent.</param>
    public AuditTrace Trace(AuditSample sample, AuditCase? errors, ConditionSet conditions) => new(System, Listeners, sample, errors, new AuditScope(Place.Template, conditions));

    /// <summary>The resource or a place outside of the template that something of its template is sent to.</summary>
    public AuditPlace PlaceOf(DestinationTarget target) => System.PlaceOf(Place.Template, target);
}
