using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace LambdaDestinations.Generators.Declarations;

/// <summary>What a compilation declares.</summary>
/// <param name="Shape">What outlives an edit of a method's attribute.</param>
/// <param name="Fingerprint">Of all declarations, the attributes of methods among them.</param>
/// <param name="HasAlias">Whether one of our attributes may have another name, in any file.</param>
/// <param name="HasAlarms">Whether a file may ask for alarms.</param>
internal sealed record DeclaredContent(DeclaredShape Shape, Fingerprint Fingerprint, bool HasAlias, bool HasAlarms)
{
    private static readonly ConditionalWeakTable<Compilation, DeclaredContent> Known = new();

    /// <summary>The declarations of a compilation; only files that are new cost more than a look-up.</summary>
    public static DeclaredContent Of(Compilation compilation, CancellationToken cancellationToken)
    {
        if (Known.TryGetValue(compilation, out DeclaredContent? found))
        {
            return found;
        }

        Fingerprint shape = CompilationSettings.FingerprintOf(compilation);
        Fingerprint whole = shape;
        bool hasAlias = false;
        bool hasAlarms = false;
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TreeDeclarations declarations = TreeDeclarations.Of(tree, cancellationToken);
            shape = shape.Add(declarations.Shape);
            whole = whole.Add(declarations.Fingerprint);
            hasAlias |= declarations.HasAlias;
            hasAlarms |= declarations.HasAlarms;
        }

        return Known.GetValue(compilation, x => new DeclaredContent(DeclaredShape.Of(x, shape), whole, hasAlias, hasAlarms));
    }
}
