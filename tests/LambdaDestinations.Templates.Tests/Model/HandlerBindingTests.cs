using LambdaDestinations.Templates.Aws;
using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using static LambdaDestinations.Templates.Tests.Update.Handlers;

namespace LambdaDestinations.Templates.Tests.Model;

public sealed class HandlerBindingTests
{
    private const string Template = "Resources:\n  Worker: {Type: AWS::Lambda::Function, Properties: {Handler: 'App::App.Handlers::Run'}}\n";

    [Fact]
    public void A_handler_is_bound_once_per_template()
    {
        TemplateModel template = TemplateModel.Read(TemplateFile.Parse(Template));
        HandlerModel handler = Handler(OnFailure(DestinationTargetType.Sqs));

        Assert.Same(HandlerBinding.Of(template, handler), HandlerBinding.Of(template, handler));
        Assert.Equal("Worker", HandlerBinding.Of(template, handler).Function?.LogicalId);
        Assert.NotSame(HandlerBinding.Of(template, handler), HandlerBinding.Of(TemplateModel.Read(template.Document), handler));
        Assert.Empty(HandlerBinding.Of(template, Handler()).Destinations);
        Assert.Single(HandlerBinding.Of(template, handler).Destinations);
    }

    /// <summary>A consumer with destinations is run by its entry point, or by that of its class.</summary>
    [Theory]
    [InlineData("App::App.C_Take_Consumer::HandleAsync", "App::App.C_Consumer::HandleAsync", "Own")]
    [InlineData("App::App.C_Other_Consumer::HandleAsync", "App::App.C_Consumer::HandleAsync", "OfClass")]
    [InlineData("App::App.C::Take", "App::App.Other_Consumer::HandleAsync", null)]
    public void A_consumer_is_bound_by_its_entry_points(string own, string ofClass, string? expected)
    {
        TemplateModel template = TemplateModel.Read(TemplateFile.Parse($"Resources:\n  OfClass: {{Type: AWS::Lambda::Function, Properties: {{Handler: '{ofClass}'}}}}\n  Own: {{Type: AWS::Lambda::Function, Properties: {{Handler: '{own}'}}}}\n"));
        FunctionReference consumer = new("App", "App.C", "Take", EntryPoint: "App::App.C_Take_Consumer::HandleAsync", ClassEntryPoint: "App::App.C_Consumer::HandleAsync");

        Assert.Equal(expected, HandlerBinding.Of(template, Handler(OnFailure(DestinationTargetType.Sqs)) with { Function = consumer }).Function?.LogicalId);
        Assert.Equal("App::App.C_Take_Consumer::HandleAsync", consumer.Handler);
    }
}
