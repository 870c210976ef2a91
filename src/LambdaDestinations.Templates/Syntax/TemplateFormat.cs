namespace LambdaDestinations.Templates.Syntax;

/// <summary>The notation of a template. CloudFormation tells by content: a first <c>{</c> means JSON.</summary>
internal enum TemplateFormat
{
    /// <summary>RFC 8259.</summary>
    Json,

    /// <summary>YAML 1.1 as CloudFormation reads it.</summary>
    Yaml,
}
