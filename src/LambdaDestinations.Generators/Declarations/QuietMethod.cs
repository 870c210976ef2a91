using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LambdaDestinations.Generators.Declarations;

/// <summary>
/// Remembers that an analyzer has nothing to say of a method, for as long as no declaration changes: an edit of a body has a file analyzed, of which nearly
/// everything is as it was.
/// </summary>
internal readonly struct QuietMethod
{
    private readonly ConcurrentDictionary<int, Fingerprint>? _known;
    private readonly int _number;
    private readonly Fingerprint _fingerprint;

    private QuietMethod(ConcurrentDictionary<int, Fingerprint> known, int number, Fingerprint fingerprint)
    {
        _known = known;
        _number = number;
        _fingerprint = fingerprint;
    }

    /// <summary>Whether there was nothing to say of it.</summary>
    public bool IsKnown => _known is not null && _known.TryGetValue(_number, out Fingerprint before) && before == _fingerprint;

    /// <summary>A method as an analyzer sees it.</summary>
    /// <param name="method">The method.</param>
    /// <param name="analyzer">Who asks.</param>
    /// <param name="compilation">The compilation.</param>
    /// <param name="besides">Of what else decides.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static QuietMethod Of(IMethodSymbol method, string analyzer, Compilation compilation, Fingerprint besides, CancellationToken cancellationToken)
    {
        if (method.DeclaringSyntaxReferences is not [var reference])
        {
            return default;
        }

        TreeDeclarations declarations = TreeDeclarations.Of(reference.SyntaxTree, cancellationToken);
        int number = NumberOf(declarations.Attributed, reference.Span);
        if (number < 0)
        {
            return default;
        }

        DeclaredContent content = DeclaredContent.Of(compilation, cancellationToken);
        Fingerprint fingerprint = content.Fingerprint.Add(declarations.Fingerprint).Add(number).Add(besides);
        return new QuietMethod(content.Shape.QuietOf(analyzer, reference.SyntaxTree.FilePath), number, fingerprint);
    }

    /// <summary>All methods of a compilation together.</summary>
    /// <param name="analyzer">Who asks.</param>
    /// <param name="compilation">The compilation.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static QuietMethod OfAll(string analyzer, Compilation compilation, CancellationToken cancellationToken)
    {
        DeclaredContent content = DeclaredContent.Of(compilation, cancellationToken);
        return new QuietMethod(content.Shape.QuietOf(analyzer, ""), 0, content.Fingerprint);
    }

    /// <summary>Takes note that there is nothing to say.</summary>
    public void Remember()
    {
        if (_known is not null)
        {
            _known[_number] = _fingerprint;
        }
    }

    private static int NumberOf(IReadOnlyList<TextSpan> methods, TextSpan span)
    {
        int low = 0;
        int high = methods.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int order = methods[middle].CompareTo(span);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }
}
