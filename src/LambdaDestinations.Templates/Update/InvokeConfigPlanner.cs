using System.Collections.Generic;
using System.Linq;
using System.Text;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Update;

/// <summary>A place for the asynchronous settings of one qualifier of a function.</summary>
/// <param name="Qualifier">The qualifier: <c>$LATEST</c>, a version, the name of an alias.</param>
/// <param name="Existing">The <c>AWS::Lambda::EventInvokeConfig</c> that the user wrote for it.</param>
/// <param name="IsSamProperty">Whether it is <c>EventInvokeConfig</c> of the SAM function itself.</param>
/// <param name="CreatedId">The logical id of the config to create; <see langword="null"/> for the other two.</param>
/// <param name="Anchor">The alias or version that the qualifier belongs to, when it stands in the template.</param>
internal sealed record InvokeConfigPlace(TemplateValue Qualifier, TemplateResource? Existing, bool IsSamProperty, string? CreatedId, TemplateResource? Anchor);

/// <summary>
/// Finds where a function's asynchronous settings must stand so that they hold where the invocations go: Lambda keeps them per
/// qualifier, and those of <c>$LATEST</c> do not serve an alias or a version, nor the reverse (AWS Lambda API Reference,
/// <c>PutFunctionEventInvokeConfig</c>).
/// </summary>
internal sealed class InvokeConfigPlanner(TemplateModel template, ISet<string> destinationFunctions)
{
    private static readonly TemplateValue Latest = TemplateValue.String("$LATEST");

    /// <summary>The places of one function, in source order of the aliases.</summary>
    public IReadOnlyList<InvokeConfigPlace> Plan(TemplateResource function, string? qualifier)
    {
        FunctionConfiguration configuration = template.Configuration.Of(function);
        TemplateResource[] existing = [.. configuration.Async.Select(static x => x.Owner).Where(static x => x.Type == ResourceTypes.EventInvokeConfig && OwnershipRecord.Read(x)?.Function is null && x.Properties?["Qualifier"] is not null)];
        bool isSam = function.Type == ResourceTypes.ServerlessFunction;
        TemplateNode? autoPublish = isSam ? template.FunctionProperty(function, "AutoPublishAlias") : null;
        TemplateValue samQualifier = autoPublish is null ? Latest : TemplateValue.FromNode(autoPublish);
        TemplateResource[] aliases = [.. configuration.Aliases.Select(static x => x.Resource).OfType<TemplateResource>().Where(static x => x.Properties?["Name"] is not null)];

        List<InvokeConfigPlace> places = [];
        void Want(TemplateValue wanted, TemplateResource? anchor)
        {
            if (places.Any(x => OwnedValue.AreSame(x.Qualifier, wanted)))
            {
                return;
            }

            TemplateResource? written = existing.FirstOrDefault(x => OwnedValue.AreSame(QualifierOf(x), wanted));
            bool isProperty = written is null && isSam && OwnedValue.AreSame(wanted, samQualifier);
            places.Add(new InvokeConfigPlace(wanted, written, isProperty, written is null && !isProperty ? CreatedId(function, wanted, anchor, isSam) : null, anchor));
        }

        if (qualifier is not null)
        {
            Want(TemplateValue.String(qualifier), aliases.FirstOrDefault(x => TemplateModel.Text(x.Properties!["Name"]) == qualifier));
            return places;
        }

        if (autoPublish is not null)
        {
            Want(samQualifier, null);
        }

        foreach (TemplateResource alias in aliases)
        {
            Want(TemplateValue.FromNode(alias.Properties!["Name"]!), alias);
        }

        // The flow of the whole template is read only where something depends on it: without versions and other places, $LATEST it is.
        TemplateResource[] versions = [.. template.Functions.Versions(function)];
        string?[] invoked = versions.Length == 0 && places.Count == 0 && existing.Length == 0 ? [] : QualifiersInvoked(function);
        foreach (TemplateResource version in versions.Where(x => invoked.Contains($"${{{x.LogicalId}.Version}}")))
        {
            Want(TemplateValue.GetAtt(version.LogicalId, "Version"), version);
        }

        foreach (TemplateResource config in existing)
        {
            Want(QualifierOf(config), null);
        }

        if (places.Count == 0 || invoked.Contains(Latest.Text) || destinationFunctions.Contains(function.LogicalId))
        {
            Want(Latest, null);
        }

        return places;
    }

    private string?[] QualifiersInvoked(TemplateResource function) =>
        [.. template.Flow.To(function.LogicalId).Where(static x => x is { Kind: FlowEdgeKind.Invokes, Invocation: InvocationKind.Asynchronous }).Select(static x => x.Qualifier)];

    /// <summary>The qualifier of a config; the CDK cuts it out of the ARN of an alias or version.</summary>
    private TemplateValue QualifierOf(TemplateResource config)
    {
        TemplateValue value = TemplateValue.FromNode(config.Properties!["Qualifier"]!);
        if (value is { Kind: TemplateValueKind.Map, Entries: [{ Key: "Fn::Select", Value: { Items: [{ Text: "7" }, { Entries: [{ Key: "Fn::Split", Value: { Items: [{ Text: ":" }, var arn] } }] }] } }] }
            && TemplateReference.TargetOf(arn) is { } id && template.Find(id) is { } anchor)
        {
            return anchor.Type switch
            {
                ResourceTypes.Alias when anchor.Properties?["Name"] is { } name => TemplateValue.FromNode(name),
                ResourceTypes.Version => TemplateValue.GetAtt(id, "Version"),
                _ => value,
            };
        }

        return value;
    }

    private static string CreatedId(TemplateResource function, TemplateValue qualifier, TemplateResource? anchor, bool isSam)
    {
        const string Suffix = "EventInvokeConfig";
        if (anchor is not null)
        {
            return anchor.LogicalId + Suffix;
        }

        // SAM itself makes `<Function>EventInvokeConfig` of the property.
        StringBuilder name = new(function.LogicalId);
        if (isSam || !OwnedValue.AreSame(qualifier, Latest))
        {
            name.Append([.. OwnedValue.Text(qualifier).Where(static x => x is (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z'))]);
        }

        return name.Append(Suffix).ToString();
    }
}
