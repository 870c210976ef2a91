namespace LambdaDestinations.Templates.Syntax;

/// <summary>Why PyYAML refuses what YAML allows.</summary>
internal enum ReaderRefusalKind
{
    /// <summary>An anchor's name stands twice.</summary>
    RepeatedAnchor,

    /// <summary>A key is a map or a list.</summary>
    KeyIsCollection,
}

/// <summary>YAML that is read here as YAML says, while PyYAML, by which SAM's command line and cfn-lint read, refuses the template.</summary>
/// <param name="Kind">The reason.</param>
/// <param name="Name">The anchor's name; empty for a key.</param>
/// <param name="Span">The second anchor, or the key.</param>
internal sealed record ReaderRefusal(ReaderRefusalKind Kind, string Name, SourceSpan Span);
