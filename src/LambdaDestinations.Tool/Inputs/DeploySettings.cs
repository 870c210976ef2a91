using System;
using System.IO;
using System.Text.Json;
using LambdaDestinations.Templates.Manifest;

namespace LambdaDestinations.Tool.Inputs;

/// <summary>What <c>aws-lambda-tools-defaults.json</c> says of the function that <c>dotnet lambda deploy-function</c> deploys.</summary>
/// <param name="FunctionName">The function's name.</param>
/// <param name="Handler">Its handler string.</param>
/// <param name="Region">The region.</param>
/// <param name="Profile">The profile of the credentials.</param>
internal sealed record DeploySettings(string? FunctionName, string? Handler, string? Region, string? Profile)
{
    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads the settings of a folder; nothing where there are none.</summary>
    /// <exception cref="ToolException">They cannot be read.</exception>
    public static DeploySettings Read(string folder)
    {
        string path = Path.Combine(folder, "aws-lambda-tools-defaults.json");
        if (!File.Exists(path))
        {
            return new DeploySettings(null, null, null, null);
        }

        try
        {
            using JsonDocument settings = JsonDocument.Parse(File.ReadAllText(path), Options);
            string? Text(string name) =>
                settings.RootElement.ValueKind == JsonValueKind.Object && settings.RootElement.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
            return new DeploySettings(Text("function-name"), Text("function-handler"), Text("region"), Text("profile"));
        }
        catch (JsonException error)
        {
            throw new ToolException($"aws-lambda-tools-defaults.json is not valid JSON: {error.Message}");
        }
    }

    /// <summary>The name of a handler's function; <see langword="null"/> when the settings do not say it.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="handlers">How many handlers the assembly has.</param>
    public string? FunctionOf(HandlerModel handler, int handlers) =>
        string.Equals(Handler, handler.Function.Handler, StringComparison.Ordinal) || (handlers == 1 && Handler is null) || string.Equals(Handler, handler.Function.AnnotationsHandler ?? "", StringComparison.Ordinal) ? FunctionName : null;
}
