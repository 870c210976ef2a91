using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Manifest;

namespace LambdaDestinations.Templates.Tests.Update;

/// <summary>Handlers as the generator reads them from attributes.</summary>
internal static class Handlers
{
    public const string Assembly = "App";

    public static FunctionReference Function(string type = "App.Handlers", string method = "Run", string? logicalId = null) => new(Assembly, type, method, logicalId);

    public static HandlerModel Handler(params DestinationModel[] destinations) => new(Function(), "global::App.Order", "global::App.Receipt", new(destinations));

    public static DestinationModel OnSuccess(DestinationTargetType type, string? target = null) => new(DestinationOutcome.Success, type, target);

    public static DestinationModel OnFailure(DestinationTargetType type, string? target = null, string? eventSource = null) => new(DestinationOutcome.Failure, type, target, null, eventSource);

    public static DestinationManifest ManifestOf(params HandlerModel[] handlers) => new(new(handlers));
}
