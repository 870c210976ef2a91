using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>The project's template among the additional files: the one that our build files mark.</summary>
internal static class ProjectTemplate
{
    private const string Metadata = "build_metadata.AdditionalFiles.LambdaDestinationsTemplate";

    private static readonly SourceTextValueProvider<TemplateModel> Models = new(static text => TemplateModel.Read(TemplateFile.Parse(text.ToString())));

    /// <summary>Whether an additional file is the template.</summary>
    public static bool Is(AdditionalText file, AnalyzerConfigOptionsProvider options) =>
        options.GetOptions(file).TryGetValue(Metadata, out string? value) && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The template's file; <see langword="null"/> when the project has none.</summary>
    public static AdditionalText? Find(AnalyzerOptions options)
    {
        foreach (AdditionalText file in options.AdditionalFiles)
        {
            if (Is(file, options.AnalyzerConfigOptionsProvider))
            {
                return file;
            }
        }

        return null;
    }

    /// <summary>The template's model: parsed once per text, however often the code changes.</summary>
    /// <param name="file">The template.</param>
    /// <param name="tryGetValue">The cache of the analysis: <c>CompilationStartAnalysisContext.TryGetValue</c>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static TemplateModel? Read(AdditionalText file, TextCache tryGetValue, CancellationToken cancellationToken) =>
        file.GetText(cancellationToken) is { } text && tryGetValue(text, Models, out TemplateModel? model) ? model : null;

    /// <summary>A cache of what texts mean.</summary>
    public delegate bool TextCache(SourceText text, SourceTextValueProvider<TemplateModel> provider, [NotNullWhen(true)] out TemplateModel? model);

    /// <summary>A span of the template as a location.</summary>
    public static Location LocationOf(string path, TemplateDocument document, SourceSpan span)
    {
        TemplatePosition start = document.GetPosition(span.Start);
        TemplatePosition end = document.GetPosition(span.End);
        return Location.Create(path, TextSpan.FromBounds(span.Start, span.End), new LinePositionSpan(new(start.Line, start.Character), new(end.Line, end.Character)));
    }
}
