using System.Collections.Generic;
using System.IO;
using System.Linq;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Tests.Iam;

/// <summary>LD3xxx over the templates of the corpus. What they find in smaller ones is in <c>Cases/checking</c>.</summary>
public sealed class PermissionChecksTests
{
    public static TheoryData<string> GoodTemplates => new(Corpus.Templates().Where(static x => Path.GetDirectoryName(x) == Path.Combine(Corpus.Root, "templates")).Select(static x => Path.GetFileName(x)!));

    [Theory]
    [MemberData(nameof(GoodTemplates))]
    public void Good_templates_are_silent(string file)
    {
        TemplateDocument document = TemplateFile.Parse(File.ReadAllBytes(Path.Combine(Corpus.Root, "templates", file)));
        Assert.Empty(CheckAll(TemplateModel.Read(document)).Select(static x => x.Message));
    }

    /// <summary>What SAM accepts and AWS refuses for lack of permission; in the translation the cause no longer shows, and it is the permission that is missing.</summary>
    [Theory]
    [InlineData("async-explicit-role-no-grant.yaml", "LD3001")]
    [InlineData("async-explicit-role-no-grant.translated.json", "LD3001")]
    [InlineData("async-type-target-mismatch.translated.json", "LD3001")]
    [InlineData("esm-notype-no-grant.translated.json", "LD3001")]
    public void Templates_that_AWS_refuses_are_told(string file, string expected)
    {
        TemplateDocument document = TemplateFile.Parse(File.ReadAllBytes(Path.Combine(Corpus.Root, "templates", "sam-accepts-aws-rejects", file)));
        Assert.Equal([expected], CheckAll(TemplateModel.Read(document)).Select(static x => x.Rule.Id));
    }

    internal static IEnumerable<Finding> CheckAll(TemplateModel template)
    {
        PermissionChecks checks = new(template);
        return DestinationConfiguration.Of(template).Functions.SelectMany(checks.Check);
    }
}
