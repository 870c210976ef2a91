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
}
