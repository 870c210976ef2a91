using System.IO;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaDestinations.Templates.Manifest;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using YamlDotNet.RepresentationModel;

namespace LambdaDestinations.Benchmarks.Templates;

/// <summary>
/// The same edit by load, change and save with the usual libraries: the settings, the created queues, and a record of what is
/// owned. Comments and layout are lost, and nothing is checked.
/// </summary>
internal static class RoundTrips
{
    public static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static byte[] YamlDotNet(byte[] template, DestinationManifest manifest)
    {
        YamlStream stream = [];
        stream.Load(new StreamReader(new MemoryStream(template)));
        YamlMappingNode resources = (YamlMappingNode)stream.Documents[0].RootNode["Resources"];
        foreach (HandlerModel handler in manifest.Handlers)
        {
            string id = "Worker" + handler.Function.MethodName["Run".Length..];
            YamlMappingNode function = (YamlMappingNode)resources[id];
            ((YamlMappingNode)function["Properties"]).Add("EventInvokeConfig", new YamlMappingNode
            {
                { "MaximumRetryAttempts", "1" },
                {
                    "DestinationConfig",
                    new YamlMappingNode
                    {
                        { "OnSuccess", new YamlMappingNode { { "Type", "SQS" }, { "Destination", GetAtt(handler.Destinations[0].Target![1..]) } } },
                        { "OnFailure", new YamlMappingNode { { "Type", "SQS" }, { "Destination", GetAtt(id + "OnFailureQueue") } } },
                    }
                },
            });
            function.Add("Metadata", new YamlMappingNode { { "Owned", "EventInvokeConfig" } });
            resources.Add(id + "OnFailureQueue", new YamlMappingNode { { "Type", "AWS::SQS::Queue" }, { "Metadata", new YamlMappingNode { { "Function", id } } } });
        }

        MemoryStream output = new();
        using (StreamWriter writer = new(output, new UTF8Encoding(false)))
        {
            stream.Save(writer, assignAnchors: false);
        }

        return output.ToArray();
    }

    public static byte[] SystemTextJson(byte[] template, DestinationManifest manifest)
    {
        JsonNode root = JsonNode.Parse(template)!;
        JsonObject resources = root["Resources"]!.AsObject();
        foreach (HandlerModel handler in manifest.Handlers)
        {
            string id = "Worker" + handler.Function.MethodName["Run".Length..];
            JsonObject function = resources[id]!.AsObject();
            function["Properties"]!["EventInvokeConfig"] = new JsonObject
            {
                ["MaximumRetryAttempts"] = 1,
                ["DestinationConfig"] = new JsonObject
                {
                    ["OnSuccess"] = new JsonObject { ["Type"] = "SQS", ["Destination"] = new JsonObject { ["Fn::GetAtt"] = new JsonArray(handler.Destinations[0].Target![1..], "Arn") } },
                    ["OnFailure"] = new JsonObject { ["Type"] = "SQS", ["Destination"] = new JsonObject { ["Fn::GetAtt"] = new JsonArray(id + "OnFailureQueue", "Arn") } },
                },
            };
            function["Metadata"] = new JsonObject { ["Owned"] = "EventInvokeConfig" };
            resources[id + "OnFailureQueue"] = new JsonObject { ["Type"] = "AWS::SQS::Queue", ["Metadata"] = new JsonObject { ["Function"] = id } };
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString(Indented));
    }

    public static byte[] Newtonsoft(byte[] template, DestinationManifest manifest)
    {
        JObject root = JObject.Parse(Encoding.UTF8.GetString(template));
        JObject resources = (JObject)root["Resources"]!;
        foreach (HandlerModel handler in manifest.Handlers)
        {
            string id = "Worker" + handler.Function.MethodName["Run".Length..];
            JObject function = (JObject)resources[id]!;
            function["Properties"]!["EventInvokeConfig"] = new JObject
            {
                ["MaximumRetryAttempts"] = 1,
                ["DestinationConfig"] = new JObject
                {
                    ["OnSuccess"] = new JObject { ["Type"] = "SQS", ["Destination"] = new JObject { ["Fn::GetAtt"] = new JArray(handler.Destinations[0].Target![1..], "Arn") } },
                    ["OnFailure"] = new JObject { ["Type"] = "SQS", ["Destination"] = new JObject { ["Fn::GetAtt"] = new JArray(id + "OnFailureQueue", "Arn") } },
                },
            };
            function["Metadata"] = new JObject { ["Owned"] = "EventInvokeConfig" };
            resources[id + "OnFailureQueue"] = new JObject { ["Type"] = "AWS::SQS::Queue", ["Metadata"] = new JObject { ["Function"] = id } };
        }

        return Encoding.UTF8.GetBytes(root.ToString(Formatting.Indented));
    }

    private static YamlScalarNode GetAtt(string id) => new(id + ".Arn") { Tag = "!GetAtt" };
}
