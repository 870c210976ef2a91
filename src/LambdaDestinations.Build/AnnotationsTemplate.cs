using System;
using System.IO;

namespace LambdaDestinations.Build;

/// <summary>Where Amazon.Lambda.Annotations writes the functions of a project that names no template.</summary>
internal static class AnnotationsTemplate
{
    private const string Name = "serverless.template";

    /// <summary>Whether a template may be the one: by its name, or since Annotations has written into it. One that cannot be read is: the update tells why.</summary>
    public static bool MayBe(string template)
    {
        if (string.Equals(Path.GetFileName(template), Name, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        try
        {
            return File.Exists(template) && File.ReadAllText(template).IndexOf("Amazon.Lambda.Annotations", StringComparison.Ordinal) >= 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
