using System;
using System.Globalization;
using System.Linq;
using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>The attributes of a handler in one line, for cases in files.</summary>
internal static class HandlerText
{
    /// <summary>
    /// Reads <c>OnFailure Sqs @Queue Source retries=1 age=60; OnSuccess Lambda function=App.Other | retries=2</c>; no destination with settings only: <c>| retries=2</c>.
    /// Settings of a mapping are <c>Mapping Source BatchSize=5 ReportBatchItemFailures=true</c>, several filters one argument each. Behind <c>&lt;=</c> stands a source of a consumer, the record and what holds it, and behind a colon the producer: <c>| type=App.Audit &lt;= Failure @Queue : OnFailure Sqs</c>.
    /// </summary>
    public static HandlerModel Read(string text)
    {
        string[] parts = text.Split("<=");
        return ReadHandler(parts[0]) with { Sources = new(parts.Skip(1).Select(ReadSource)) };
    }

    private static SourceModel ReadSource(string text)
    {
        string[] halves = text.Split(" : ", 2);
        string[] words = halves[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new SourceModel(ReadHandler(halves[1]), Enum.Parse<SentRecord>(words[0]), words.ElementAtOrDefault(1));
    }

    private static HandlerModel ReadHandler(string text)
    {
        string[] halves = text.Split('|');
        ILookup<bool, string[]> attributes = halves[0].Split(';').Where(static x => x.Trim().Length > 0).Select(static x => x.Trim().Split(' ')).ToLookup(static x => x[0] == "Mapping");
        DestinationModel[] destinations = [.. attributes[false].Select(ReadDestination)];
        HandlerModel handler = Handlers.Handler(destinations) with { Mappings = new(attributes[true].Select(ReadMapping)) };
        foreach (string[] setting in (halves.Length < 2 ? "" : halves[1]).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static x => x.Split('=')))
        {
            handler = setting[0] switch
            {
                "retries" => handler with { MaximumRetryAttempts = Number(setting[1]) },
                "age" => handler with { MaximumEventAgeInSeconds = Number(setting[1]) },
                "qualifier" => handler with { Qualifier = setting[1] },
                "request" => handler with { RequestType = setting[1] },
                "response" => handler with { ResponseType = setting[1] },
                "type" => handler with { Function = handler.Function with { TypeName = setting[1] } },
                "method" => handler with { Function = handler.Function with { MethodName = setting[1] } },
                "logicalId" => handler with { Function = handler.Function with { LogicalId = setting[1] } },
                "annotations" => handler with { Function = handler.Function with { AnnotationsLogicalId = setting[1] } },
                "aspnet" => handler with { Function = handler.Function with { IsAspNetAction = bool.Parse(setting[1]) } },
                "durable" => handler with { IsDurable = bool.Parse(setting[1]) },
                "deadLetter" => handler with { DeadLetter = setting[1] },
                "deliveryRetries" => handler with { Delivery = (handler.Delivery ?? None) with { MaximumRetryAttempts = Number(setting[1]) } },
                "deliveryAge" => handler with { Delivery = (handler.Delivery ?? None) with { MaximumEventAgeInSeconds = Number(setting[1]) } },
                "deadLetters" => handler with { Delivery = (handler.Delivery ?? None) with { DeadLetterQueue = setting[1] } },
                "assembly" => handler with { Function = handler.Function with { AssemblyName = setting[1] } },
                "trigger" => handler with { Triggers = new([.. handler.Triggers, new TriggerModel(setting[1], Enum.Parse<InvocationKind>(setting[2]))]) },
                _ => throw new FormatException(setting[0]),
            };
        }

        return handler;
    }

    private static MappingModel ReadMapping(string[] words)
    {
        string[][] settings = [.. words.Skip(1).Where(static x => x.Contains('=', StringComparison.Ordinal)).Select(static x => x.Split('=', 2))];
        return new MappingModel(
            words.Skip(1).FirstOrDefault(static x => !x.Contains('=', StringComparison.Ordinal)),
            new(MappingFacts.All.Where(x => settings.Any(y => y[0] == x.Name)).Select(x => ReadSetting(x, [.. settings.Where(y => y[0] == x.Name).Select(static y => y[1])]))));
    }

    private static MappingSetting ReadSetting(MappingFacts facts, string[] values) => facts.Kind switch
    {
        MappingValueKind.Patterns => new MappingSetting(facts.Name, 0, new EquatableArray<string>(values)),
        MappingValueKind.Flag => new MappingSetting(facts.Name, bool.Parse(values[0]) ? 1 : 0),
        _ => new MappingSetting(facts.Name, Number(values[0])),
    };

    private static DestinationModel ReadDestination(string[] words)
    {
        string[] names = [.. words.Where(static x => !x.Contains('=', StringComparison.Ordinal))];
        DestinationModel model = new(
            names[0] == "OnSuccess" ? DestinationOutcome.Success : DestinationOutcome.Failure,
            Enum.Parse<DestinationTargetType>(names[1]),
            names.ElementAtOrDefault(2) is "-" ? null : names.ElementAtOrDefault(2),
            null,
            names.ElementAtOrDefault(3));
        foreach (string[] setting in words.Where(static x => x.Contains('=', StringComparison.Ordinal)).Select(static x => x.Split('=')))
        {
            model = setting[0] switch
            {
                "retries" => model with { MaximumRetryAttempts = Number(setting[1]) },
                "age" => model with { MaximumRecordAgeInSeconds = Number(setting[1]) },
                "function" => model with { TargetFunction = Handlers.Function(setting[1]) },
                "statuses" => model with { Statuses = Enum.Parse<DurableStatuses>(setting[1]) },
                "bisect" => model with { BisectBatchOnFunctionError = bool.Parse(setting[1]) },
                _ => throw new FormatException(setting[0]),
            };
        }

        return model;
    }

    private static DeliveryModel None { get; } = new(null, null, null);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
