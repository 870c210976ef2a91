using System;
using System.Collections.Generic;
using System.Linq;
using LambdaDestinations.Templates.Model;
using LambdaDestinations.Templates.Syntax;

namespace LambdaDestinations.Templates.Iam;

/// <summary>Which resources of a template CloudFormation makes before others: by <c>DependsOn</c>, <c>Ref</c>, <c>Fn::GetAtt</c>, <c>Fn::Sub</c>.</summary>
internal sealed class DependencyOrder(TemplateModel template)
{
    private readonly Dictionary<string, string[]> _mentioned = new(StringComparer.Ordinal);

    /// <summary>Whether a resource waits for another, directly or through others.</summary>
    /// <param name="resource">The resource that is made later.</param>
    /// <param name="logicalId">The logical id of the one that is made first.</param>
    public bool IsAfter(TemplateResource resource, string logicalId) => IsAfter(MentionedIn(resource), logicalId);

    /// <summary>Whether something that mentions resources waits for another resource, directly or through them.</summary>
    /// <param name="mentioned">The logical ids that it mentions.</param>
    /// <param name="logicalId">The logical id of the resource that is made first.</param>
    public bool IsAfter(IEnumerable<string> mentioned, string logicalId)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        Stack<string> open = new(mentioned);
        while (open.Count > 0)
        {
            string id = open.Pop();
            if (id == logicalId)
            {
                return true;
            }

            if (seen.Add(id) && template.Find(id) is { } resource)
            {
                foreach (string next in MentionedIn(resource))
                {
                    open.Push(next);
                }
            }
        }

        return false;
    }

    private string[] MentionedIn(TemplateResource resource)
    {
        if (!_mentioned.TryGetValue(resource.LogicalId, out string[]? ids))
        {
            ids = [.. TemplateReference.MentionedIn(TemplateValue.FromNode(resource.Body)).Select(static x => x.Split('.')[0]).Distinct(StringComparer.Ordinal)];
            _mentioned.Add(resource.LogicalId, ids);
        }

        return ids;
    }
}
