using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Testing.Wiring;

/// <summary>What <c>lambda-destinations audit</c> answers for the functions of a template, to compare with what a run has shown.</summary>
internal sealed class AuditAnswers
{
    private readonly ILookup<string, AuditRow> _rows;

    /// <param name="source">The template.</param>
    /// <param name="nameOf">The name of a function, by its logical id.</param>
    internal AuditAnswers(TemplateSource source, Func<string, string> nameOf)
    {
        TemplateModel template = TemplateModel.Read(TemplateFile.Parse(source.Path, source.Text, default));
        _rows = Audit.Of([new AuditTemplate(source.Path, template)]).ToLookup(x => nameOf(x.Function.LogicalId), StringComparer.Ordinal);
    }

    /// <summary>Where the events of a function end that fails for good, as the audit says; null for a function that it does not know.</summary>
    internal string? AnswerOf(string function) => Cells(function, AuditCause.Failure).Select(static x => x.Text).FirstOrDefault();

    /// <summary>Whether the audit says that something is lost when a delivery fails.</summary>
    internal bool LosesByOutage(string function) => Cells(function, AuditCause.Delivery).Any(static x => x.Answers.Any(static y => y.Kind == AuditAnswerKind.Lost));

    private IEnumerable<AuditCell> Cells(string function, AuditCause cause) => _rows[function].SelectMany(static x => x.Cells).Where(x => x.Cause == cause && x.Text != "-");
}
