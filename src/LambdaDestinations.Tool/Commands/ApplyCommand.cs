using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using LambdaDestinations.Build;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Syntax;
using LambdaDestinations.Templates.Updating;
using LambdaDestinations.Tool.Inputs;
using LambdaDestinations.Tool.Reports;

namespace LambdaDestinations.Tool.Commands;

/// <summary><c>apply</c>: what the build does, without a build.</summary>
internal sealed class ApplyCommand : ToolCommand
{
    private readonly Argument<string> _assembly = new("assembly.dll") { Description = "The compiled assembly, whose attributes say what the template is to say." };

    private readonly Option<string?> _template = new("--template", "-t") { Description = $"The template. Default: the \"template\" of aws-lambda-tools-defaults.json, else {TemplatePaths.UsualNames} of the current folder.", HelpName = "file" };

    private readonly Option<bool> _dryRun = new("--dry-run", "--diff") { Description = "Shows the changes and writes nothing." };

    private readonly Option<bool> _verify = new("--verify") { Description = "Like --dry-run, and fails (exit code 1) when the template is out of date." };

    private readonly Option<string?> _output = new("--output", "-o") { Description = "Writes the changed template to this file (- for standard output) and leaves the template itself alone.", HelpName = "file" };

    private readonly Option<bool> _grants = new("--show-grants") { Description = "Says for each destination which statement lets the function reach it." };

    public ApplyCommand(ToolConsole console)
        : base("apply", "Brings a template to say what an assembly's attributes say, as the build does.", console)
    {
        Add(_assembly);
        Add(_template);
        Add(_dryRun);
        Add(_verify);
        Add(_output);
        Add(_grants);
        Validators.Add(result =>
        {
            if (result.GetValue(_output) is not null && (result.GetValue(_dryRun) || result.GetValue(_verify)))
            {
                result.AddError("--output writes, --dry-run and --verify do not: give one of them.");
            }
        });
    }

    /// <inheritdoc />
    public override string Examples =>
        """
        lambda-destinations apply bin/Release/net10.0/App.dll
        lambda-destinations apply bin/Release/net10.0/App.dll --template infra/template.yaml --dry-run
        lambda-destinations apply bin/Release/net10.0/App.dll --verify --show-grants
        lambda-destinations apply bin/Release/net10.0/App.dll --output artifacts/template.yaml
        """;

    protected override int Execute(ParseResult parsed, CancellationToken cancellationToken)
    {
        AssemblyInput assembly = AssemblyInput.Read(Console.Folder, parsed.GetRequiredValue(_assembly));
        string path = parsed.GetValue(_template) is { } named
            ? TemplatePaths.Full(Console.Folder, named)
            : TemplatePaths.FindOne(Console.Folder) ?? throw new ToolException($"There is no template here: looked for {TemplatePaths.UsualNames}. Name it with --template");
        if (!File.Exists(path))
        {
            throw new ToolException($"There is no template '{parsed.GetValue(_template)}'");
        }

        bool isWriting = !parsed.GetValue(_dryRun) && !parsed.GetValue(_verify);
        int code = ExitCodes.Clean;
        try
        {
            TemplateStore.WithLock(path, () => code = Apply(parsed, assembly, path, isWriting, cancellationToken), cancellationToken);
        }
        catch (DecoderFallbackException)
        {
            throw new ToolException($"'{TemplatePaths.Display(Console.Folder, path)}' is not UTF-8");
        }

        return code;
    }

    private int Apply(ParseResult parsed, AssemblyInput assembly, string path, bool isWriting, CancellationToken cancellationToken)
    {
        TemplatePath named = new(path, TemplatePaths.Display(Console.Folder, path), IsNamed: true);
        (TemplateInput template, TemplateUpdate update) = TemplateStore.WorkOut(path, named.DisplayPath, () =>
        {
            TemplateInput template = TemplateInput.Read(named, cancellationToken);
            TemplateUpdate update = TemplateUpdater.Update(template.Document, assembly.Manifest, assembly.Name, cancellationToken);
            return (TemplateFile.ToBytes(template.Document), isWriting, (template, update));
        });
        string? output = parsed.GetValue(_output);

        // Standard output is the template's alone when it is to go there.
        ToolConsole log = output == "-" ? new ToolConsole(Console.Error, Console.Error, Console.Folder) : Console;
        foreach (Finding finding in update.Findings)
        {
            HumanReport.Write(log, ReportedFinding.Of(template, finding, assembly.Manifest.Handlers));
            log.WriteLine();
        }

        foreach (string proof in parsed.GetValue(_grants) ? update.Proofs : default)
        {
            log.WriteLine(proof);
        }

        if (update.HasErrors)
        {
            log.WriteLine($"{template.Path.DisplayPath} was left as it is", "bold red");
            return template.IsBroken ? ExitCodes.Usage : ExitCodes.Findings;
        }

        bool isChanged = !update.Document.HasSameText(template.Document);
        if (output is not null)
        {
            Output.Write(Console, output, update.Document.Text);
            if (log == Console)
            {
                log.WriteLine($"wrote {output}", "green");
            }

            return ExitCodes.Clean;
        }

        string summary = Summarize(assembly);
        if (!isChanged)
        {
            log.WriteLine($"{template.Path.DisplayPath} is up to date with {summary}", "green");
            return ExitCodes.Clean;
        }

        if (isWriting)
        {
            TemplateStore.WriteAtomically(path, TemplateFile.ToBytes(update.Document));
            log.WriteLine($"updated {template.Path.DisplayPath} from {summary}", "green");
            return ExitCodes.Clean;
        }

        foreach (string line in LineDifference.Describe(template.Document.Text, update.Document.Text, int.MaxValue).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            log.WriteLine(Excerpt.Printable(line), line.TrimStart(' ', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9').StartsWith('+') ? "green" : "red");
        }

        log.WriteLine($"{template.Path.DisplayPath} is out of date with {summary}; nothing was written", "yellow");
        return parsed.GetValue(_verify) ? ExitCodes.Findings : ExitCodes.Clean;
    }

    private static string Summarize(AssemblyInput assembly)
    {
        int handlers = assembly.Manifest.Handlers.Count;
        int destinations = assembly.Manifest.Handlers.Sum(static x => x.Destinations.Count);
        return string.Create(CultureInfo.InvariantCulture, $"{assembly.Name} ({handlers} handler{(handlers == 1 ? "" : "s")}, {destinations} destination{(destinations == 1 ? "" : "s")})");
    }
}
