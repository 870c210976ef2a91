using System.Text.Json;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Iam;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Tool.Inputs;

namespace LambdaDestinations.Tool.Reports;

/// <summary>
/// What an assembly's attributes declare, for infrastructure in other languages. Its shape is docs/schemas/export-1.json: members may be added, and
/// <c>version</c> counts changes that break readers. The manifest in the assembly is our own affair and has another shape.
/// </summary>
internal static class ExportJson
{
    private const int SchemaVersion = 1;

    /// <summary>Writes the handlers of an assembly, sorted by type and method.</summary>
    public static string Write(AssemblyInput assembly) => JsonText.Of(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("version", SchemaVersion);
        writer.WriteString("assembly", assembly.Name);
        writer.WriteStartArray("handlers");
        foreach (HandlerModel handler in assembly.Manifest.Handlers)
        {
            Write(writer, handler);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter writer, HandlerModel handler)
    {
        writer.WriteStartObject();
        writer.WriteString("type", handler.Function.TypeName);
        writer.WriteString("method", handler.Function.MethodName);
        WriteFunction(writer, handler.Function);
        writer.WriteBoolean("durable", handler.IsDurable);
        writer.WriteStartObject("asynchronous");
        WriteNumber(writer, "maximumRetryAttempts", handler.MaximumRetryAttempts);
        WriteNumber(writer, "maximumEventAgeInSeconds", handler.MaximumEventAgeInSeconds);
        WriteText(writer, "qualifier", handler.Qualifier);
        writer.WriteEndObject();
        if (handler.Delivery is { } delivery)
        {
            writer.WriteStartObject("delivery");
            WriteNumber(writer, "maximumRetryAttempts", delivery.MaximumRetryAttempts);
            WriteNumber(writer, "maximumEventAgeInSeconds", delivery.MaximumEventAgeInSeconds);
            if (delivery.DeadLetterQueue is { } queue)
            {
                writer.WriteStartObject("deadLetterQueue");
                WriteNamed(writer, queue);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        if (handler.Mappings.Count > 0)
        {
            writer.WriteStartArray("mappings");
            foreach (MappingModel mapping in handler.Mappings)
            {
                Write(writer, mapping);
            }

            writer.WriteEndArray();
        }

        writer.WriteStartArray("destinations");
        foreach (DestinationModel destination in handler.Destinations)
        {
            Write(writer, handler, destination);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, MappingModel mapping)
    {
        writer.WriteStartObject();
        WriteText(writer, "eventSource", mapping.EventSource);
        foreach (MappingSetting setting in mapping.Settings)
        {
            string name = JsonNamingPolicy.CamelCase.ConvertName(setting.Name);
            switch (setting.Facts.Kind)
            {
                case MappingValueKind.Patterns:
                    JsonText.WriteTexts(writer, name, setting.Patterns);
                    break;
                case MappingValueKind.Flag:
                    writer.WriteBoolean(name, setting.Number != 0);
                    break;
                default:
                    writer.WriteNumber(name, setting.Number);
                    break;
            }
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, HandlerModel handler, DestinationModel destination)
    {
        bool isOfExecutions = destination.EventSource is null && handler.IsDurable;
        writer.WriteStartObject();
        writer.WriteString("outcome", JsonNamingPolicy.CamelCase.ConvertName(destination.Outcome.ToString()));
        writer.WriteString("type", JsonNamingPolicy.CamelCase.ConvertName(destination.TargetType.ToString()));
        writer.WriteStartObject("target");
        WriteTarget(writer, destination);
        writer.WriteEndObject();
        writer.WriteStartArray("permissions");
        foreach (RequiredGrant grant in isOfExecutions ? [] : RequiredGrant.ForTarget(destination.TargetType, TemplateValue.String("")))
        {
            writer.WriteStartObject();
            writer.WriteString("action", grant.Action);
            writer.WriteString("resourceSuffix", grant.Resource.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteText(writer, "eventSource", destination.EventSource);
        WriteNumber(writer, "maximumRetryAttempts", destination.MaximumRetryAttempts);
        WriteNumber(writer, "maximumRecordAgeInSeconds", destination.MaximumRecordAgeInSeconds);
        if (destination.BisectBatchOnFunctionError is { } bisect)
        {
            writer.WriteBoolean("bisectBatchOnFunctionError", bisect);
        }

        if (isOfExecutions || destination.Statuses is not null)
        {
            JsonText.WriteTexts(writer, "statuses", DurableFacts.NamesOf(DurableFacts.Of(destination.Outcome, destination.Statuses)));
        }

        writer.WriteEndObject();
    }

    private static void WriteTarget(Utf8JsonWriter writer, DestinationModel destination)
    {
        if (destination.TargetFunction is { } function)
        {
            writer.WriteString("kind", "handler");
            WriteFunction(writer, function);
        }
        else if (destination.Target is { } target)
        {
            WriteNamed(writer, target);
        }
        else
        {
            writer.WriteString("kind", "created");
        }
    }

    private static void WriteNamed(Utf8JsonWriter writer, string target)
    {
        (string kind, string member, string value) = target switch
        {
            ['@', .. var name] => ("name", "name", name),
            _ when AwsTargets.IsArn(target) => ("arn", "arn", target),
            _ => ("kafkaTopic", "topic", target),
        };
        writer.WriteString("kind", kind);
        writer.WriteString(member, value);
    }

    /// <summary>What a function is found by: the id that <c>[DestinationFunction]</c> gives, else its handler string.</summary>
    private static void WriteFunction(Utf8JsonWriter writer, FunctionReference function)
    {
        WriteText(writer, "functionId", function.LogicalId);
        JsonText.WriteTexts(writer, "handlerStrings", function.HandlerStrings);
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, int? number)
    {
        if (number is { } value)
        {
            writer.WriteNumber(name, value);
        }
    }
}
