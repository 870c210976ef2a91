using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using LambdaDestinations.Build;
using LambdaDestinations.Templates.Checking;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Tool.Inputs;
using LambdaDestinations.Tool.Reports;

namespace LambdaDestinations.Tool.Commands;

/// <summary><c>apply</c>: what the build does, without a build; the command line's front end of <see cref="UpdateJob"/>.</summary>
internal sealed class ApplyCommand : ToolCommand
{
    private readonly Argument<string> _assembly = new("assembly.dll") { Description = "The compiled assembly, whose attributes say what the template is to say." };

    private readonly Option<string[]> _template = new("--template", "-t") { Description = $"The template; several by several options, or by a pattern: each handler is looked for in all of them. Default: the \"template\" of aws-lambda-tools-defaults.json, else {TemplatePaths.UsualNames} of the current folder.", HelpName = "file" };

    private readonly Option<bool> _dryRun = new("--dry-run", "--diff") { Description = "Shows the changes and writes nothing." };

    private readonly Option<bool> _verify = new("--verify") { Description = "Like --dry-run, and fails (exit code 1) when the template is out of date." };

    private readonly Option<bool> _full = new("--full") { Description = "Shows every changed line, not the first 60 only." };

    private readonly Option<string?> _output = new("--output", "-o") { Description = "Writes the changed template to this file (- for standard output) and leaves the template itself alone. Missing folders are created.", HelpName = "file" };

    private readonly Option<bool> _grants = new("--show-grants") { Description = "Says for each destination which statement lets the function reach it." };

    private readonly Option<bool> _migrate = new("--migrate") { Description = "Also writes what earlier versions wrote as it is written today: records, created resources and policies." };

    public ApplyCommand(ToolConsole console)
        : base("apply", "Brings a template to say what an assembly's attributes say, as the build does.", console)
    {
        Add(_assembly);
        Add(_template);
        Add(_dryRun);
        Add(_verify);
        Add(_full);
        Add(_output);
        Add(_grants);
        Add(_migrate);
        Validators.Add(result =>
        {
            if (result.GetValue(_output) is not null && (result.GetValue(_dryRun) || result.GetValue(_verify)))
            {
                result.AddError("--output writes, --dry-run and --verify do not: give one of them.");
            }

            if (result.GetValue(_output) is not null && result.GetValue(_template) is [_, _, ..])
            {
                result.AddError("--output takes one template: give one --template.");
            }

            if (result.GetValue(_dryRun) && result.GetValue(_verify))
            {
                result.AddError("--verify shows what --dry-run does, and fails when there is something to show: give one of them.");
            }
        });
    }

    /// <inheritdoc />
    public override string Examples =>
        """
        lambda-destinations apply bin/Release/net10.0/App.dll
        lambda-destinations apply bin/Release/net10.0/App.dll --template infra/template.yaml --dry-run
        lambda-destinations apply bin/Release/net10.0/App.dll --template orders.yaml --template shipping.yaml
        lambda-destinations apply bin/Release/net10.0/App.dll --verify --show-grants
        lambda-destinations apply bin/Release/net10.0/App.dll --output artifacts/template.yaml
        lambda-destinations apply bin/Release/net10.0/App.dll --migrate --dry-run
        """;

    protected override int Execute(ParseResult parsed, CancellationToken cancellationToken)
    {
        AssemblyInput assembly = AssemblyInput.Read(Console.Folder, parsed.GetRequiredValue(_assembly));
        IReadOnlyList<TemplatePath> templates = FindTemplates(parsed.GetValue(_template) ?? []);
        if (templates.Count > 1 && parsed.GetValue(_output) is not null)
        {
            throw new ToolException("--output takes one template: give one --template");
        }

        TemplateGroup? group = ReadGroup(templates, cancellationToken);

        // What is not usable goes before what was found.
        return templates.Select(x => Apply(x, group, assembly, parsed, cancellationToken)).ToArray().Max();
    }

    /// <summary>The templates that are named; else the one that the build would take.</summary>
    /// <exception cref="ToolException">There is none.</exception>
    private IReadOnlyList<TemplatePath> FindTemplates(string[] named) => named switch
    {
        [] => TemplatePaths.FindOne(Console.Folder) is { } path
            ? [new TemplatePath(path, TemplatePaths.Display(Console.Folder, path), IsNamed: true)]
            : throw new ToolException($"There is no template here: looked for {TemplatePaths.UsualNames}. Name it with --template"),
        [var only] when !only.Contains('*', StringComparison.Ordinal) => [new TemplatePath(TemplatePaths.Full(Console.Folder, only), TemplatePaths.Display(Console.Folder, TemplatePaths.Full(Console.Folder, only)), IsNamed: true)],
        _ => TemplatePaths.Find(Console.Folder, named, "apply App.dll --template"),
    };

    private int Apply(TemplatePath template, TemplateGroup? group, AssemblyInput assembly, ParseResult parsed, CancellationToken cancellationToken)
    {
        string? output = parsed.GetValue(_output);
        bool isWriting = output is null && !parsed.GetValue(_dryRun) && !parsed.GetValue(_verify);
        UpdateRequest request = new(template.FullPath, isWriting ? UpdateMode.Update : UpdateMode.Verify, assembly.Name, assembly.Manifest)
        {
            TemplateName = template.DisplayPath,
            Migrates = parsed.GetValue(_migrate),
            Group = group,
        };
        UpdateResult result = UpdateJob.Run(request, cancellationToken);

        // Standard output is the template's alone when it is to go there.
        ToolConsole log = output == "-" ? new ToolConsole(Console.Error, Console.Error, Console.Folder) : Console;
        bool isVerifying = parsed.GetValue(_verify);
        (bool hasErrors, int notShown) = result.Before is { } document
            ? Report(log, TemplateInput.Of(template, document) with { Model = request.ModelOf(document) }, result, request, assembly, isVerifying, parsed.GetValue(_grants), cancellationToken)
            : default;
        if (Unwritten(result, template, log) is { } refused)
        {
            return refused;
        }

        if (output is null)
        {
            int code = Conclude(result, template, Summarize(assembly), isVerifying, notShown, parsed.GetValue(_full) ? int.MaxValue : LineDifference.Shown);
            if (notShown > 0)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"nothing was written for {notShown} handler{(notShown == 1 ? "" : "s")} whose function the template does not show"), "yellow");
            }

            return isVerifying && hasErrors ? ExitCodes.Findings : code;
        }

        Output.Write(Console, output, result.After!.Text);
        if (log == Console)
        {
            log.WriteLine($"wrote {Excerpt.Printable(output)}", "green");
        }

        return ExitCodes.Clean;
    }

    /// <summary>What else there is: the other templates, and what the CDK wrote beside them; <see langword="null"/> for one of nobody else.</summary>
    private static TemplateGroup? ReadGroup(IReadOnlyList<TemplatePath> templates, CancellationToken cancellationToken)
    {
        if (templates is [var only] && (!CloudAssembly.IsIn(only.FullPath) || !File.Exists(only.FullPath)))
        {
            return null;
        }

        TemplateInputs inputs = TemplateInputs.Read(templates, cancellationToken);
        return inputs.Problems is [var problem, ..]
            ? throw new ToolException($"{problem.Path}: {problem.Message}")
            : inputs.Group;
    }

    /// <summary>The exit code of a template that could be read and not be brought up to date; <see langword="null"/> for any other.</summary>
    /// <exception cref="ToolException">The template could not be read or written.</exception>
    private static int? Unwritten(UpdateResult result, TemplatePath template, ToolConsole log)
    {
        switch (result.Outcome)
        {
            case UpdateOutcome.Missing:
                throw new ToolException($"There is no template '{template.DisplayPath}'");
            case UpdateOutcome.NotUtf8:
                throw new ToolException($"'{template.DisplayPath}' is not UTF-8");
            case UpdateOutcome.LostRace or UpdateOutcome.Failed:
                throw new ToolException(result.Failure);
            case UpdateOutcome.Refused:
                log.WriteLine($"{Excerpt.Printable(template.DisplayPath)} was left as it is", "bold red");
                return result.Before is { Errors.Count: > 0 } ? ExitCodes.Usage : ExitCodes.Findings;
            default:
                return null;
        }
    }

    private int Conclude(UpdateResult result, TemplatePath template, string summary, bool isVerifying, int notShown, int lines)
    {
        switch (result.Outcome)
        {
            case UpdateOutcome.UpToDate when notShown > 0:
                Console.WriteLine($"{template.DisplayPath} has all that can be written of {summary}", "yellow");
                return ExitCodes.Clean;
            case UpdateOutcome.UpToDate:
                Console.WriteLine($"{Excerpt.Printable(template.DisplayPath)} is up to date with {summary}", "green");
                return ExitCodes.Clean;
            case UpdateOutcome.Updated:
                Console.WriteLine($"updated {Excerpt.Printable(template.DisplayPath)} from {summary}", "green");
                return ExitCodes.Clean;
            default:
                ShowDifference(Console, result, template, lines);
                Console.WriteLine($"{Excerpt.Printable(template.DisplayPath)} is out of date with {summary}; nothing was written", "yellow");
                return isVerifying ? ExitCodes.Findings : ExitCodes.Clean;
        }
    }

    /// <summary>What the update found; who verifies is also told of each setting that the template lacks or has otherwise.</summary>
    private static IEnumerable<Finding> FindingsOf(UpdateResult result, TemplateModel template, AssemblyInput assembly, bool isVerifying, CancellationToken cancellationToken)
    {
        bool IsOfSetting(Finding finding) => TemplateRules.OfSettings.Contains(finding.Rule);
        return isVerifying
            ? result.Findings.Where(x => !IsOfSetting(x) && !IgnoreMarkers.Of(template).Ignores(x)).Concat(AgreementChecks.Check(template, assembly.Manifest, assembly.Name, cancellationToken).Findings.Where(IsOfSetting))
            : result.Findings.Where(x => !IgnoreMarkers.Of(template).Ignores(x));
    }

    /// <summary>Keys that stand twice: what is applied to is the last value.</summary>
    private static IEnumerable<Finding> Repeated(TemplateModel template) =>
        template.Document.Errors.Count > 0 ? [] : NotationFindings.Of(template).Where(x => !IgnoreMarkers.Of(template).Ignores(x));

    /// <summary>
    /// What the checks say of the attributes in the template as it is now to be: that a destination never fires, say. It is told where it is an error or a warning, and does not
    /// change the exit code: the template says what the attributes say.
    /// </summary>
    private static (TemplateInput Template, IEnumerable<Finding> Findings) FindingsOfAttributes(
        UpdateResult result, TemplateInput before, UpdateRequest request, AssemblyInput assembly, CancellationToken cancellationToken)
    {
        if (result.After is not { } after || result.Outcome == UpdateOutcome.Refused)
        {
            return (before, []);
        }

        // Places are those of the file that the user sees.
        bool isShown = result.Outcome is UpdateOutcome.Updated or UpdateOutcome.UpToDate;
        TemplateInput input = before with { Document = after, Model = request.ModelOf(after) };
        IReadOnlyList<HandlerModel> handlers = assembly.Manifest.Handlers;
        IEnumerable<Finding> findings = TemplateChecker.Check(input.Model, handlers, cancellationToken)
            .Where(static x => x.Attribute is not null && x.Severity != RuleSeverity.Info && x.Rule.Category != RuleCategory.Template)
            .Concat(TemplateChecker.CheckUpdate(before.Model, input.Model, handlers, cancellationToken))
            .Select(x => isShown ? x : x with { TemplateSpan = null });
        return (isShown ? input : before, findings.Distinct().ToArray());
    }

    /// <summary>Tells what was found.</summary>
    /// <returns>Whether an error is among it, and how many handlers have a function that the template does not show.</returns>
    /// <exception cref="ToolException">The file is not a template.</exception>
    private static (bool HasErrors, int NotShown) Report(
        ToolConsole log, TemplateInput input, UpdateResult result, UpdateRequest request, AssemblyInput assembly, bool isVerifying, bool showsGrants, CancellationToken cancellationToken)
    {
        if (!input.LooksLikeTemplate)
        {
            throw new ToolException($"{input.Path.DisplayPath}: {TemplateInput.NoTemplate}");
        }

        Finding[] findings = [.. FindingsOf(result, input.Model, assembly, isVerifying, cancellationToken).Concat(Repeated(input.Model)).Distinct()];
        (TemplateInput place, IEnumerable<Finding> ofAttributes) = FindingsOfAttributes(result, input, request, assembly, cancellationToken);

        // What both tell stands in two places, one of each text.
        static bool IsSame(Finding one, Finding other) => one.Said == other.Said && one.Attribute == other.Attribute;
        Finding[] after = [.. ofAttributes.Where(x => !findings.Any(y => IsSame(x, y) && (place == input || y.TemplateSpan == x.TemplateSpan)))];
        Report(log, findings.Where(x => !Array.Exists(after, y => IsSame(x, y))), input, assembly);
        Report(log, after, place, assembly);
        foreach (string proof in showsGrants ? result.Proofs : default)
        {
            log.WriteLine(Excerpt.Printable(proof));
        }

        return (
            findings.Any(static x => x.Severity == RuleSeverity.Error),
            findings.Where(static x => x.Rule == TemplateRules.HiddenFunction).Select(static x => (x.Attribute?.TypeName, x.Attribute?.MethodName)).Distinct().Count());
    }

    private static void Report(ToolConsole log, IEnumerable<Finding> findings, TemplateInput template, AssemblyInput assembly)
    {
        foreach (Finding finding in findings)
        {
            HumanReport.Write(log, ReportedFinding.Of(template, finding, assembly.Manifest.Handlers));
            log.WriteLine();
        }
    }

    private static void ShowDifference(ToolConsole log, UpdateResult result, TemplatePath template, int limit)
    {
        LineDifference difference = result.Difference!;
        string name = Excerpt.Printable(template.DisplayPath.Replace('\\', '/'));
        log.WriteLine("--- a/" + name, "bold");
        log.WriteLine("+++ b/" + name, "bold");
        foreach (string line in difference.Describe(limit))
        {
            log.WriteLine(Excerpt.Printable(line), line[0] switch { '+' => "green", '-' => "red", ' ' => null, _ => "blue" });
        }

        if (difference.ChangedLines > limit)
        {
            log.WriteLine("--full shows all of them", "grey");
        }
    }

    private static string Summarize(AssemblyInput assembly)
    {
        int handlers = assembly.Manifest.Handlers.Count;
        int destinations = assembly.Manifest.Handlers.Sum(static x => x.Destinations.Count);
        return string.Create(CultureInfo.InvariantCulture, $"{assembly.Name} ({handlers} handler{(handlers == 1 ? "" : "s")}, {destinations} destination{(destinations == 1 ? "" : "s")})");
    }
}
