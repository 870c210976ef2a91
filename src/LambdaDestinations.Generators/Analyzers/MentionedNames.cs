using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Generators.Analyzers;

/// <summary>Finds names in a file by its text: nodes are made of what mentions them alone.</summary>
internal static class MentionedNames
{
    private const int Chunk = 4096;

    /// <summary>The identifiers that are one of the names, or begin with one, in the order of the names.</summary>
    public static IEnumerable<SyntaxToken> Find(SyntaxTree tree, string[] names, CancellationToken cancellationToken)
    {
        List<int> places = Search(tree.GetText(cancellationToken), names);
        if (places.Count == 0)
        {
            return [];
        }

        SyntaxNode root = tree.GetRoot(cancellationToken);
        return places.Select(x => root.FindToken(x)).Where(x => x.IsKind(SyntaxKind.IdentifierToken) && Array.Exists(names, y => x.ValueText.StartsWith(y, StringComparison.Ordinal)));
    }

    /// <summary>Looks through a text piece by piece, with an overlap: an editor's text is not one string.</summary>
    private static List<int> Search(SourceText text, string[] names)
    {
        List<int> places = [];
        int overlap = names.Max(static x => x.Length) - 1;
        char[] chunk = new char[Math.Min(Chunk, text.Length)];
        for (int start = 0; start < text.Length; start += Chunk - overlap)
        {
            int count = Math.Min(chunk.Length, text.Length - start);
            text.CopyTo(start, chunk, 0, count);
            foreach (string name in names)
            {
                for (int at = IndexOf(chunk, count, name, 0); at >= 0; at = IndexOf(chunk, count, name, at + 1))
                {
                    places.Add(start + at);
                }
            }

            if (start + count == text.Length)
            {
                break;
            }
        }

        return places;
    }

    private static int IndexOf(char[] chunk, int count, string name, int start)
    {
        for (int at = start; (at = at + name.Length <= count ? Array.IndexOf(chunk, name[0], at, count - at) : -1) >= 0; at++)
        {
            int matched = 1;
            while (matched < name.Length && at + matched < count && chunk[at + matched] == name[matched])
            {
                matched++;
            }

            if (matched == name.Length)
            {
                return at;
            }
        }

        return -1;
    }
}
