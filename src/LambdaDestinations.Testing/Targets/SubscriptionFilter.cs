using System.Text;
using System.Text.Json;
using LambdaDestinations.Testing.Records;

namespace LambdaDestinations.Testing;

/// <summary>What a filter policy of a subscription looks at.</summary>
public enum FilterPolicyScope
{
    /// <summary>The message attributes, as AWS does by default. Records of AWS Lambda have none.</summary>
    MessageAttributes,

    /// <summary>The message, which must be a JSON object.</summary>
    MessageBody,
}

/// <summary>A filter policy of an SNS subscription.</summary>
/// <remarks>Rules: Amazon SNS Developer Guide, "Amazon SNS subscription filter policies".</remarks>
internal sealed class SubscriptionFilter(string policy, FilterPolicyScope scope)
{
    private readonly EventPattern _pattern = new(policy);

    internal bool Lets(CapturedMessage message)
    {
        byte[] seen = scope == FilterPolicyScope.MessageBody ? Encoding.UTF8.GetBytes(message.Body) : WriteAttributes(message);
        if (!Json.IsValid(seen))
        {
            return false;
        }

        using JsonDocument document = Json.Parse(seen);
        return _pattern.Matches(document.RootElement);
    }

    /// <summary>Attributes as the policy sees them: text, numbers, and lists of them; binary ones are passed over.</summary>
    private static byte[] WriteAttributes(CapturedMessage message) => Json.Write(message.Attributes, static (writer, attributes) =>
    {
        writer.WriteStartObject();
        foreach ((string name, MessageAttributeValue attribute) in attributes)
        {
            byte[] value = Encoding.UTF8.GetBytes(attribute.Value);
            switch (attribute.DataType.Split('.')[0])
            {
                case "String" when attribute.DataType != "String.Array":
                    writer.WriteString(name, attribute.Value);
                    break;
                case "String" or "Number" when Json.IsValid(value):
                    writer.WritePropertyName(name);
                    writer.WriteCompact(value);
                    break;
            }
        }

        writer.WriteEndObject();
    });
}
