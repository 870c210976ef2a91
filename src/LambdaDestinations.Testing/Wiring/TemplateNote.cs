using System.Globalization;

namespace LambdaDestinations.Testing;

/// <summary>Something in a template that the host does not play.</summary>
/// <param name="LogicalId">The resource; empty when it concerns the whole template.</param>
/// <param name="Line">The line in the template, from 1.</param>
/// <param name="Message">What it is, and what the test can do about it.</param>
/// <param name="ChangesResults">
/// True when the host would behave otherwise than AWS (a filter, a destination that cannot be told): the host is then not built,
/// unless <see cref="LambdaTestHostBuilder.AllowNotEmulated"/> allows it. False for what merely does not happen by itself (a schedule, an API).
/// </param>
public sealed record TemplateNote(string LogicalId, int Line, string Message, bool ChangesResults)
{
    /// <summary><c>(12) ImportUpload: …</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({Line}) {(LogicalId.Length == 0 ? string.Empty : LogicalId + ": ")}{Message}");
}
