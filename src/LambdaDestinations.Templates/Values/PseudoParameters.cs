namespace LambdaDestinations.Templates.Values;

/// <summary>The pseudo parameters of CloudFormation (AWS CloudFormation User Guide, "Pseudo parameters reference").</summary>
internal static class PseudoParameters
{
    /// <summary>What all their names begin with.</summary>
    public const string Prefix = "AWS::";

    /// <summary>Removes what it stands for.</summary>
    public const string NoValue = "AWS::NoValue";

    /// <summary><c>aws</c>, <c>aws-cn</c>, <c>aws-us-gov</c>, ….</summary>
    public static SymbolicText Partition { get; } = Of("AWS::Partition", PlaceholderShape.Partition);

    /// <summary>The region of the stack.</summary>
    public static SymbolicText Region { get; } = Of("AWS::Region", PlaceholderShape.Region);

    /// <summary>The account of the stack: twelve digits.</summary>
    public static SymbolicText AccountId { get; } = Of("AWS::AccountId", PlaceholderShape.Account);

    /// <summary>The name of the stack.</summary>
    public static SymbolicText StackName { get; } = Of("AWS::StackName", PlaceholderShape.Name);

    /// <summary><c>amazonaws.com</c>, <c>amazonaws.com.cn</c>.</summary>
    public static SymbolicText UrlSuffix { get; } = Of("AWS::URLSuffix", PlaceholderShape.Name);

    /// <summary>The text of a pseudo parameter; <see langword="null"/> for another name, and for one of which nothing is known.</summary>
    public static SymbolicText? Find(string name) => name switch
    {
        "AWS::Partition" => Partition,
        "AWS::Region" => Region,
        "AWS::AccountId" => AccountId,
        "AWS::StackName" => StackName,
        "AWS::URLSuffix" => UrlSuffix,
        _ => null,
    };

    private static SymbolicText Of(string name, PlaceholderShape shape) => SymbolicText.Of(new Placeholder(name, shape) { Reference = new Reference(name, Reference.OfRef) });
}
