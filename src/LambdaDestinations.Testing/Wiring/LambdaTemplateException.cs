using System;
using System.Collections.Generic;
using System.Linq;

namespace LambdaDestinations.Testing;

/// <summary>A host cannot be built from a template. The message lists every reason with its line.</summary>
public sealed class LambdaTemplateException : Exception
{
    /// <summary>Creates the exception.</summary>
    public LambdaTemplateException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message.</param>
    public LambdaTemplateException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public LambdaTemplateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal LambdaTemplateException(string template, IReadOnlyList<TemplateNote> notes)
        : base(string.Join("\n", notes.Select(each => template + each.ToString()))) => Notes = notes;

    /// <summary>The reasons.</summary>
    public IReadOnlyList<TemplateNote> Notes { get; } = [];
}
