using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LambdaDestinations.Templates.Manifest;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;

namespace LambdaDestinations.Templates.Checking;

/// <summary>An assembly whose attributes a template is checked against.</summary>
/// <param name="Name">The assembly's simple name.</param>
/// <param name="Manifest">What its attributes declare.</param>
/// <param name="Handlers">The methods that a handler string may name.</param>
internal sealed record CheckedAssembly(string Name, DestinationManifest Manifest, IHandlerAssembly Handlers);

/// <summary>All that can be said of a template and the assemblies that it runs: for the command line and for tests of CDK apps.</summary>
internal static class AssemblyChecks
{
    /// <summary>Checks a template that can be parsed.</summary>
    /// <param name="template">The template.</param>
    /// <param name="assemblies">The assemblies; empty for a template without C#.</param>
    /// <param name="enabled">Rules that report only where somebody asks for them.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>The findings, and where the template deviates from the attributes and accepts it; each in no order.</returns>
    public static (IReadOnlyList<Finding> Findings, IReadOnlyList<Finding> Accepted) Check(
        TemplateModel template, IReadOnlyList<CheckedAssembly> assemblies, IReadOnlyCollection<Rule> enabled, CancellationToken cancellationToken = default)
    {
        HandlerModel[] handlers = [.. assemblies.SelectMany(static x => x.Manifest.Handlers)];
        List<Finding> findings = [];
        List<StaleHandler> stale = [];
        foreach (CheckedAssembly assembly in assemblies)
        {
            IReadOnlyList<StaleHandler> ofAssembly = StaleHandlers.Find(template, assembly.Handlers);
            findings.AddRange(StaleHandlers.Report(template, ofAssembly));
            stale.AddRange(ofAssembly);
        }

        findings.AddRange(TemplateChecker.Check(template, handlers, stale, cancellationToken));
        if (enabled.Any(static x => x.IsOptIn))
        {
            AlarmsModel? alarms = assemblies.Select(static x => x.Manifest.Alarms).FirstOrDefault(static x => x is not null);
            findings.AddRange(TemplateChecker.CheckOptIn(template, handlers, alarms).Where(x => enabled.Contains(x.Rule)));
        }

        List<Finding> accepted = [];
        foreach (CheckedAssembly assembly in assemblies)
        {
            (IReadOnlyList<Finding> Findings, IReadOnlyList<Finding> Accepted) agreement =
                AgreementChecks.Check(template, assembly.Manifest, assembly.Name, cancellationToken);
            findings.AddRange(agreement.Findings);
            accepted.AddRange(agreement.Accepted);
            findings.AddRange(AlarmChecks.Check([template], assembly.Manifest));
        }

        return ([.. findings.Distinct()], [.. accepted.Distinct()]);
    }
}
