using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using LambdaDestinations.Build.Tests;

namespace LambdaDestinations.Package.Tests;

/// <summary>The public API of the packages is a file under review: nothing enters or leaves it unseen.</summary>
public sealed class PublicApiTests : IClassFixture<PackageFeed>
{
    private static readonly string[] CdkPackages = ["amazon.cdk.lib", "constructs", "amazon.jsii.runtime"];

    /// <summary>Also of what is not a library for users: the analyzers, the task and the tool show the types that their hosts look for, and no more.</summary>
    [Fact]
    public void The_public_types_of_every_assembly_that_ships_are_what_the_reviewed_file_says()
    {
        SortedDictionary<string, IEnumerable<string>> types = new(StringComparer.Ordinal);
        foreach (string id in new[] { "LambdaDestinations.Cdk", "LambdaDestinations.Generators", "LambdaDestinations.Testing", "LambdaDestinations.Tool" })
        {
            PackageFile package = new(PackageFeed.Path, id);
            foreach (string file in package.Files.Where(static x => Path.GetFileName(x) is var name && name.EndsWith(".dll", StringComparison.Ordinal) && (name.StartsWith("LambdaDestinations.", StringComparison.Ordinal) || name is "LambdaDestinations.dll" or "lambda-destinations.dll")))
            {
                types[Path.GetFileName(file)] = package.PublicTypesOf(file);
            }
        }

        string actual = string.Concat(types.Select(static x => $"{x.Key}\n{string.Concat(x.Value.Select(static y => $"  {y}\n"))}"));
        string reviewed = Path.Combine(PackageFeed.Repository, "tests", "LambdaDestinations.Package.Tests", "PublicApi", "types.txt");
        if (Environment.GetEnvironmentVariable("LAMBDA_DESTINATIONS_ACCEPT_API") == "1")
        {
            File.WriteAllText(reviewed, actual);
        }

        Assert.Equal(File.ReadAllText(reviewed), actual);
    }

    [Fact]
    public void The_public_API_is_what_the_reviewed_files_say()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lambda-destinations-api-");
        try
        {
            foreach (string id in new[] { "LambdaDestinations.Cdk", "LambdaDestinations.Generators", "LambdaDestinations.Testing" })
            {
                PackageFile package = new(PackageFeed.Path, id);
                foreach (string file in package.Files.Where(static x => x.StartsWith("lib/", StringComparison.Ordinal) && x.EndsWith(".dll", StringComparison.Ordinal)))
                {
                    File.WriteAllBytes(Path.Combine(folder.FullName, Path.GetFileName(file)), package[file]);
                }
            }

            // The types of the CDK stand in signatures, and the package of them is not in ours.
            foreach (string file in CdkPackages.SelectMany(static x => Directory.GetFiles(Path.Combine(PackageFeed.UserPackages, x), "*.dll", SearchOption.AllDirectories)))
            {
                File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)), overwrite: true);
            }

            foreach (string name in new[] { "LambdaDestinations", "LambdaDestinations.Cdk", "LambdaDestinations.Testing" })
            {
                string reviewed = Path.Combine(PackageFeed.Repository, "tests", "LambdaDestinations.Package.Tests", "PublicApi", name + ".txt");
                string actual = ApiText.Describe(Path.Combine(folder.FullName, name + ".dll"));
                if (Environment.GetEnvironmentVariable("LAMBDA_DESTINATIONS_ACCEPT_API") == "1")
                {
                    File.WriteAllText(reviewed, actual);
                }

                string expected = File.ReadAllText(reviewed);
                Assert.True(
                    string.Equals(expected, actual, StringComparison.Ordinal),
                    $"""
                    The public API of {name} changed. Review it; LAMBDA_DESTINATIONS_ACCEPT_API=1 writes the file anew.
                    removed:
                    {string.Join("\n", expected.Split('\n').Except(actual.Split('\n')))}
                    added:
                    {string.Join("\n", actual.Split('\n').Except(expected.Split('\n')))}
                    """);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
