using System;
using LambdaDestinations.Generators.Contracts;
using LambdaDestinations.Generators.Handlers;
using LambdaDestinations.Templates.Rules;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>Reports payloads that System.Text.Json refuses or empties.</summary>
internal static class PayloadConversion
{
    /// <summary>Checks the payloads of one method.</summary>
    public static void Check(MethodReport report, MethodPayloads payloads)
    {
        if (payloads.Handler is not null && SerializerTraits.OfHandler(report.Method, report.Context.Compilation) is { } traits)
        {
            CheckHandler(report, payloads, traits);
        }

        if (!payloads.OfRecord.IsEmpty && SerializerTraits.OfConsumer(report.Method, report.Context.Compilation) is { } options)
        {
            CheckConsumer(report, payloads, options);
        }
    }

    private static void CheckHandler(MethodReport report, MethodPayloads payloads, SerializerTraits traits)
    {
        string display = report.Display;
        if (payloads.Request is { } request && !EntryPoints.IsConsumer(report.Method))
        {
            Inspect(report, request, traits, PayloadUse.Read, PayloadPart.Request, x => PayloadRules.RequestIsNotRead(display, x));
        }

        if (payloads.Response is { } response
            && !Inspect(report, response, traits, PayloadUse.Write, PayloadPart.Response, x => PayloadRules.ResponseIsNotWritten(display, x))
            && payloads.SendsResponse)
        {
            // What loses its fields has been said.
            Inspect(report, response, traits, PayloadUse.Read, null, x => PayloadRules.ResponseIsNotRead(display, x), isOwn: true);
        }
    }

    private static void CheckConsumer(MethodReport report, MethodPayloads payloads, SerializerTraits traits)
    {
        string display = report.Display;
        for (int i = 0; i < payloads.OfRecord.Length; i++)
        {
            PayloadPart part = i == 0 ? PayloadPart.Request : PayloadPart.Response;
            Inspect(report, payloads.OfRecord[i], traits, PayloadUse.Read, part, x => PayloadRules.RecordIsNotRead(display, part, x), isOwn: i > 0);
        }
    }

    /// <summary>Reports the first fault of each rule: what is refused, and of which part fields are lost.</summary>
    /// <returns>Whether the type is not converted.</returns>
    private static bool Inspect(
        MethodReport report, ITypeSymbol type, SerializerTraits traits, PayloadUse use, PayloadPart? part, Func<PayloadFault, RuleMessage> refused, bool isOwn = false)
    {
        if (HandlerReader.IsStream(type) || HandlerReader.IsUnknown(type))
        {
            return false;
        }

        foreach (PayloadFault fault in PayloadInspector.Inspect(type, traits, use, report.Context.CancellationToken, isOwn))
        {
            if (fault.Obstacle != PayloadObstacle.FieldsOnly)
            {
                report.Add(Descriptors.At(refused(fault), report.Method.Locations[0]));
                return true;
            }

            if (part is { } emptied)
            {
                report.Add(Descriptors.At(PayloadRules.FieldsAreLost(report.Display, emptied, fault), report.Method.Locations[0]));
                part = null;
            }
        }

        return false;
    }
}
