using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Rules;
using LambdaDestinations.Templates.Settings;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Checking;

/// <summary>LD4060: a definition of a state machine that is a text and not JSON, so that nobody can see what it calls.</summary>
internal static class StateMachineChecks
{
    public static IEnumerable<Finding> Check(TemplateModel template)
    {
        foreach (TemplateResource machine in template.Resources.Where(StateMachineDefinition.IsStateMachine))
        {
            if (StateMachineDefinition.FaultOf(machine) is { Node: ScalarNode text } fault)
            {
                yield return new Finding(ConfigurationRules.DefinitionIsNotJson(machine.LogicalId, fault.Message), ScalarPlaces.Find(template.Document, text, fault.Offset));
            }
        }
    }
}
