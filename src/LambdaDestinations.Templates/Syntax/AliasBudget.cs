using System;
using System.Collections.Generic;

namespace LambdaDestinations.Templates.Syntax;

/// <summary>
/// What the aliases of a document may repeat. Twenty lines whose aliases each name the line before twice stand for a million values, and
/// everything that reads a template follows aliases.
/// </summary>
internal sealed class AliasBudget
{
    /// <summary>
    /// The most values that all aliases of a document repeat together. A template body has 1 MB at most (AWS CloudFormation User Guide,
    /// "Understand CloudFormation quotas"), which holds fewer values than that when they are written out.
    /// </summary>
    internal const int MaximumRepeated = 100_000;

    private readonly Dictionary<TemplateNode, Extent> _extents = [];
    private long _repeated;

    /// <summary>Counts what an alias repeats.</summary>
    /// <param name="target">The anchored node.</param>
    /// <param name="depth">Levels of nesting at the alias.</param>
    /// <param name="span">The alias.</param>
    /// <exception cref="TemplateSyntaxException">The aliases up to this one repeat too much, or nest too deep.</exception>
    public void Spend(TemplateNode target, int depth, SourceSpan span)
    {
        Extent extent = ExtentOf(target);
        _repeated += extent.Nodes;
        if (_repeated > MaximumRepeated)
        {
            throw new TemplateSyntaxException($"The aliases up to here repeat more than {MaximumRepeated} values", span);
        }

        if (depth + extent.Levels > TemplateParser.MaximumDepth)
        {
            throw new TemplateSyntaxException($"With what this alias repeats, the template is nested more than {TemplateParser.MaximumDepth} levels deep", span);
        }
    }

    /// <summary>How large an anchored node is with its aliases written out.</summary>
    private Extent ExtentOf(TemplateNode target)
    {
        if (!_extents.TryGetValue(target, out Extent extent))
        {
            extent = Measure(target);
            _extents.Add(target, extent);
        }

        return extent;
    }

    private Extent Measure(TemplateNode? node)
    {
        Extent below = default;
        switch (node)
        {
            case AliasNode { Target: { } target }:
                // It was counted when it was read, so its target is known.
                return ExtentOf(target);
            case MappingNode mapping:
                foreach (MappingEntry entry in mapping.Written)
                {
                    below = below.With(Measure(entry.Value));
                    below = entry.IsSimple ? below : below.With(Measure(entry.Key));
                }

                break;
            case SequenceNode sequence:
                foreach (TemplateNode item in sequence.Array)
                {
                    below = below.With(Measure(item));
                }

                break;
            default:
                return new Extent(1, 0);
        }

        return new Extent(below.Nodes + 1, below.Levels + 1);
    }

    /// <param name="Nodes">How many values it has, itself among them.</param>
    /// <param name="Levels">How many levels lie below it.</param>
    private readonly record struct Extent(long Nodes, int Levels)
    {
        public Extent With(Extent part) => new(Nodes + part.Nodes, Math.Max(Levels, part.Levels));
    }
}
