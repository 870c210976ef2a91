using LambdaDestinations.Templates.Binding;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Updating;

/// <summary>A setting that the attributes ask for and that the template lacks, or has otherwise.</summary>
/// <param name="Resource">The resource that should have it; the function, where a config would be created for it.</param>
/// <param name="Setting">What is asked for.</param>
/// <param name="Written">What the template says; <see langword="null"/> where it says nothing.</param>
internal sealed record SettingDifference(TemplateResource Resource, PlacedSetting Setting, TemplateNode? Written)
{
    /// <summary>The qualifier whose config would be created; <see langword="null"/> where the resource itself has the setting, or should have it.</summary>
    public TemplateValue? Qualifier { get; init; }

    /// <summary>The setting as messages call it.</summary>
    public string Name => OwnershipRecord.ToName(Setting.Path);

    /// <summary>Where to look: at what the template says, else at the resource's name.</summary>
    public SourceSpan Span => (Written ?? Resource.Entry.Key).Span;
}
