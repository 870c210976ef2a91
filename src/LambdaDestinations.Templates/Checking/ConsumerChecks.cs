using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Checking;

/// <summary>Checks what invokes a consumer's generated entry point.</summary>
public static class ConsumerChecks
{
    private const string ResponseTypes = "FunctionResponseTypes";

    /// <summary>
    /// The SQS mappings of an entry point that do not ask for <c>batchItemFailures</c>. The entry point lists the messages that failed and
    /// succeeds; Lambda then deletes the whole batch (AWS Lambda Developer Guide, "Implementing partial batch responses").
    /// </summary>
    /// <param name="template">The project's template.</param>
    /// <param name="handler">The entry point's handler string.</param>
    /// <param name="consumer">The consumer's name for people.</param>
    public static IEnumerable<Finding> CheckResponses(TemplateModel template, string handler, string consumer) =>
        from function in template.Functions.WithHandler(handler)
        from source in EventSource.Of(template, function)
        where source is { Type: "SQS", Properties: { } properties } && !MayReportFailures(properties)
        select new Finding(ContractRules.LostMessages, new EquatableArray<string>(consumer, source.Name), source.Properties!.Span);

    private static bool MayReportFailures(MappingNode properties) => TemplateModel.Property(properties, ResponseTypes) switch
    {
        null or ScalarNode { IsNull: true } => PolicyReader.MayGain(properties, ResponseTypes),
        { } types => TemplateModel.Follow(types) is not SequenceNode { Tag: null } list || list.Items.Any(static x => TemplateModel.Text(x) is null or "ReportBatchItemFailures"),
    };

    /// <summary>Asks for <c>batchItemFailures</c>.</summary>
    /// <param name="editor">Takes the edit.</param>
    /// <param name="properties">The mapping's properties.</param>
    internal static void ReportFailures(TemplateEditor editor, MappingNode properties)
    {
        TemplateValue report = TemplateValue.String("ReportBatchItemFailures");
        if (properties[ResponseTypes] is SequenceNode { Items.Count: > 0 } list)
        {
            editor.AddItem(list, report);
        }
        else
        {
            editor.SetEntry(properties, ResponseTypes, TemplateValue.List(report));
        }
    }
}
