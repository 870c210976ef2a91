using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Iam;

/// <summary>An action that a function's role must be allowed.</summary>
/// <param name="Action">The action: <c>sqs:SendMessage</c>.</param>
/// <param name="Target">The ARN of the queue, topic, function, bus, bucket or key.</param>
/// <param name="IsOnObjects">Whether the action is on the objects of a bucket.</param>
public sealed record RequiredGrant(string Action, TemplateValue Target, bool IsOnObjects = false)
{
    /// <summary>The resource as a policy names it.</summary>
    public TemplateValue Resource => !IsOnObjects ? Target
        : Target.Text is { } arn ? TemplateValue.String(arn + "/*")
        : TemplateValue.Map(("Fn::Join", TemplateValue.List(TemplateValue.String("/"), TemplateValue.List(Target, TemplateValue.String("*")))));
}
