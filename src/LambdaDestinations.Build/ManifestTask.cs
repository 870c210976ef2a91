using System;
using System.Threading;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace LambdaDestinations.Build;

/// <summary>A task over a compiled assembly's manifest, which stops when the build is cancelled.</summary>
public abstract class ManifestTask : Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The compiled assembly, whose manifest attribute is read.</summary>
    [Required]
    public string AssemblyPath { get; set; } = "";

    /// <summary>The simple name of the assembly, under which the template's entries are kept.</summary>
    [Required]
    public string AssemblyName { get; set; } = "";

    /// <summary>Set when the build is cancelled.</summary>
    protected CancellationToken CancellationToken => _cancellation.Token;

    /// <inheritdoc />
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc />
    public void Dispose()
    {
        _cancellation.Dispose();
        GC.SuppressFinalize(this);
    }
}
