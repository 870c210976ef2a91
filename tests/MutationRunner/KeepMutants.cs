using System;
using System.IO;

namespace LambdaDestinations.MutationRunner;

/// <summary>The one test that Stryker runs: it keeps the assembly with all mutants, for <see cref="MutationRun"/>.</summary>
public sealed class KeepMutants
{
    [Fact]
    public void The_assembly_with_the_mutants_is_kept()
    {
        string? folder = Environment.GetEnvironmentVariable("LAMBDA_DESTINATIONS_KEEP_MUTANTS");
        Assert.False(folder is null, "tests/mutation.sh says where.");
        string assembly = Subject.Templates.Location;
        File.Copy(assembly, Path.Combine(folder, Path.GetFileName(assembly)), overwrite: true);
    }
}
