using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using LambdaDestinations.Testing.Records;

namespace LambdaDestinations.Testing.Filters;

/// <summary>A filter policy of an SNS subscription.</summary>
/// <remarks>Rules: Amazon SNS Developer Guide, "Amazon SNS subscription filter policies".</remarks>
internal sealed class SubscriptionFilter(string policy, FilterPolicyScope scope)
{
    private readonly EventPattern _pattern = new(policy, "Invalid parameter: FilterPolicy: ", mayBeEmpty: true);

    internal bool Lets(string body, IReadOnlyDictionary<string, MessageAttributeValue> attributes)
    {
        byte[] seen = scope == FilterPolicyScope.MessageBody ? Encoding.UTF8.GetBytes(body) : WriteAttributes(attributes);
        if (!Json.IsValid(seen))
        {
            return false;
        }

        using JsonDocument document = Json.Parse(seen);
        return _pattern.Matches(document.RootElement);
    }

    /// <summary>Attributes as the policy sees them: text, numbers, and lists of them; binary ones are passed over.</summary>
    private static byte[] WriteAttributes(IReadOnlyDictionary<string, MessageAttributeValue> values) => Json.Write(values, static (writer, attributes) =>
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
