using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaDestinations.Shared.Tests;

/// <summary>
/// The order in which the rooms of a project stand: a room is a folder, its namespace is the project's root namespace and the
/// folder's name, and its code may use the rooms before it only. Read from the sources with the compiler's own binding, so that a
/// type counts wherever it is used, through a member as well, and whatever namespace it has.
/// </summary>
internal sealed class NamespaceOrder
{
    /// <summary>The room of the files that stand in the project's folder itself.</summary>
    internal const string Root = "";

    private readonly string _rootNamespace;
    private readonly string[] _rooms;
    private readonly bool _publicTypesStandInRoot;
    private readonly CSharpCompilation _compilation;
    private readonly List<Use> _uses = [];
    private readonly Dictionary<string, Declaration> _types = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    /// <param name="sources">Path below the project's folder, with slashes, and text of each source file.</param>
    /// <param name="assemblyName">The assembly's name: the internals of others that it sees are seen here too.</param>
    /// <param name="rootNamespace">The namespace that the rooms' names follow.</param>
    /// <param name="rooms">The rooms, the lowest first: folder names (<c>Engine</c>, <c>Engine/Clock</c>), <see cref="Root"/> for the project's folder.</param>
    /// <param name="publicTypesStandInRoot">True when public types have the root namespace whatever their room is, and internal ones their room's.</param>
    internal NamespaceOrder(
        IEnumerable<(string Path, string Text)> sources, string assemblyName, string rootNamespace, IReadOnlyList<string> rooms, bool publicTypesStandInRoot = false)
    {
        _rootNamespace = rootNamespace;
        _rooms = [.. rooms];
        _publicTypesStandInRoot = publicTypesStandInRoot;
        CSharpParseOptions options = new(LanguageVersion.Preview, DocumentationMode.None, preprocessorSymbols: ["NET", "NET8_0_OR_GREATER"]);
        _compilation = CSharpCompilation.Create(
            assemblyName,
            sources.OrderBy(x => x.Path, StringComparer.Ordinal).Select(x => CSharpSyntaxTree.ParseText(x.Text, options, x.Path)),
            References(assemblyName),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        foreach (SyntaxTree tree in _compilation.SyntaxTrees)
        {
            Read(tree);
        }
    }

    /// <summary>Reads the sources of a project.</summary>
    /// <param name="folder">The project's folder; the assembly is named after it.</param>
    /// <param name="rootNamespace">The namespace that the rooms' names follow.</param>
    /// <param name="rooms">The rooms, the lowest first.</param>
    /// <param name="publicTypesStandInRoot">True when public types have the root namespace whatever their room is.</param>
    internal static NamespaceOrder Read(string folder, string rootNamespace, IReadOnlyList<string> rooms, bool publicTypesStandInRoot = false) =>
        new(Sources(folder), Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), rootNamespace, rooms, publicTypesStandInRoot);

    /// <summary>The sources of a project: path below its folder, and text.</summary>
    internal static IReadOnlyList<(string Path, string Text)> Sources(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(folder, file).Replace('\\', '/'), Text: File.ReadAllText(file)))
            .Where(x => !x.Path.StartsWith("obj/", StringComparison.Ordinal) && !x.Path.StartsWith("bin/", StringComparison.Ordinal)),
    ];

    /// <summary>The project's folder, found above the test's output.</summary>
    /// <param name="path">Below the repository, such as <c>src/LambdaDestinations.Testing</c>.</param>
    internal static string Find(string path)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, path);
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new DirectoryNotFoundException($"There is no {path} above {AppContext.BaseDirectory}.");
    }

    /// <summary>
    /// What breaks the order, with file and line: a use of a room that stands behind, a room that is not listed, a listed one that is
    /// not there, a namespace that is not its folder's, and a name that the check could not bind.
    /// </summary>
    internal IReadOnlyList<string> Violations()
    {
        List<string> violations = [.. _faults];
        foreach (IGrouping<(string To, string File), Use> uses in _uses
            .Where(x => x.To.Room != x.Room && Place(x.To.Room) > Place(x.Room))
            .GroupBy(x => (x.To.Name, x.File)))
        {
            // One line for all uses of a type in a file: the first one.
            Use first = uses.MinBy(x => x.Line)!;
            violations.Add($"{At(first.File, first.Line)}: {Named(first.Room)} uses {first.To.Name} of {Named(first.To.Room)}, which stands behind it");
        }

        HashSet<string> filled = [.. _compilation.SyntaxTrees.Select(x => RoomOf(x.FilePath))];
        violations.AddRange(_rooms.Where(x => !filled.Contains(x)).Select(x => $"{Named(x)} is listed and has no file"));

        // What cannot be bound is not seen: the check would be silent for the wrong reason.
        violations.AddRange(_compilation.GetDiagnostics()
            .Where(x => x.Id is "CS0246" or "CS0234" or "CS0103" or "CS0122")
            .Select(x => $"{At(x.Location.SourceTree!.FilePath, x.Location.GetLineSpan().StartLinePosition.Line + 1)}: {x.GetMessage(CultureInfo.InvariantCulture)}"));
        return violations;
    }

    /// <summary>The types that use each other in circles, largest knot first. A nested type counts as the one around it.</summary>
    internal IReadOnlyList<IReadOnlyList<string>> Knots()
    {
        Dictionary<string, SortedSet<string>> graph = new(StringComparer.Ordinal);
        foreach (Use use in _uses.Where(x => x.From.Length > 0 && x.From != x.To.Name))
        {
            (graph.TryGetValue(use.From, out SortedSet<string>? targets) ? targets : graph[use.From] = new(StringComparer.Ordinal)).Add(use.To.Name);
        }

        return [.. new Components(graph).Found.Where(x => x.Count > 1).OrderByDescending(x => x.Count).ThenBy(x => x[0], StringComparer.Ordinal)];
    }

    /// <summary>Who uses whom among some types, a line each, to find where a knot can be cut.</summary>
    internal IReadOnlyList<string> Uses(IReadOnlyCollection<string> types) =>
    [
        .. _uses.Where(x => x.From != x.To.Name && types.Contains(x.From) && types.Contains(x.To.Name))
            .GroupBy(x => (x.From, x.To.Name))
            .Select(x => $"{x.Key.From} -> {x.Key.Name} ({x.Count()}, first at {At(x.First().File, x.First().Line)})")
            .Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<MetadataReference> References(string assemblyName) =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(x => Path.GetFileNameWithoutExtension(x) != assemblyName)
            .Select(x => MetadataReference.CreateFromFile(x));

    private static string At(string file, int line) => string.Create(CultureInfo.InvariantCulture, $"{file}({line})");

    private static string Named(string room) => room == Root ? "the project's folder" : room;

    private static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    private void Read(SyntaxTree tree)
    {
        string room = RoomOf(tree.FilePath);
        if (Place(room) < 0)
        {
            _faults.Add($"{At(tree.FilePath, 1)}: {Named(room)} has no place in the order");
        }

        SemanticModel model = _compilation.GetSemanticModel(tree);
        SyntaxNode root = tree.GetRoot();
        foreach (MemberDeclarationSyntax type in root.DescendantNodes(x => x is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .Where(x => x is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax).Cast<MemberDeclarationSyntax>())
        {
            Declare((INamedTypeSymbol)model.GetDeclaredSymbol(type)!, type, room);
        }

        foreach (SyntaxNode node in root.DescendantNodes().Where(x => x is SimpleNameSyntax or BaseObjectCreationExpressionSyntax or ElementAccessExpressionSyntax))
        {
            SymbolInfo info = model.GetSymbolInfo(node);
            if ((info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is { } symbol && Outermost(symbol) is { } used)
            {
                Note(node, used, room, model);
            }
        }

        foreach (UsingDirectiveSyntax directive in root.DescendantNodes().OfType<UsingDirectiveSyntax>())
        {
            if (directive.Name is { } name && model.GetSymbolInfo(name).Symbol is INamespaceSymbol imported && RoomOfNamespace(imported.ToDisplayString()) is { } other)
            {
                _uses.Add(new Use(string.Empty, new Declaration("namespace " + imported.ToDisplayString(), other), room, tree.FilePath, LineOf(directive)));
            }
        }
    }

    private void Declare(INamedTypeSymbol type, MemberDeclarationSyntax syntax, string room)
    {
        string space = type.ContainingNamespace.ToDisplayString();
        if (space != _rootNamespace && !space.StartsWith(_rootNamespace + ".", StringComparison.Ordinal))
        {
            // What the compiler or another library looks for under a name of theirs.
            return;
        }

        bool standsInRoot = room == Root || (_publicTypesStandInRoot && type.DeclaredAccessibility == Accessibility.Public);
        string expected = standsInRoot ? _rootNamespace : _rootNamespace + "." + room.Replace('/', '.');
        if (space != expected)
        {
            _faults.Add($"{At(syntax.SyntaxTree.FilePath, LineOf(syntax))}: {type.Name} stands in the namespace {space} instead of {expected}");
        }

        if (_types.TryGetValue(NameOf(type), out Declaration? other) && other.Room != room)
        {
            _faults.Add($"{At(syntax.SyntaxTree.FilePath, LineOf(syntax))}: {type.Name} stands in {Named(room)} and in {Named(other.Room)}");
        }

        _types[NameOf(type)] = new Declaration(NameOf(type), room);
    }

    private void Note(SyntaxNode node, INamedTypeSymbol used, string room, SemanticModel model)
    {
        SyntaxReference? declared = used.DeclaringSyntaxReferences.FirstOrDefault();
        if (declared is null || !used.ContainingNamespace.ToDisplayString().StartsWith(_rootNamespace, StringComparison.Ordinal))
        {
            return;
        }

        MemberDeclarationSyntax? around = node.Ancestors().OfType<MemberDeclarationSyntax>().LastOrDefault(x => x is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);
        string from = around is not null && model.GetDeclaredSymbol(around) is INamedTypeSymbol user ? NameOf(user) : string.Empty;
        _uses.Add(new Use(from, new Declaration(NameOf(used), RoomOf(declared.SyntaxTree.FilePath)), room, node.SyntaxTree.FilePath, LineOf(node)));
    }

    /// <summary>The type that a name means, or the one that has the member it means.</summary>
    private INamedTypeSymbol? Outermost(ISymbol symbol)
    {
        INamedTypeSymbol? type = symbol switch
        {
            INamedTypeSymbol named => named,
            IMethodSymbol { ReducedFrom: { } extension } => extension.ContainingType,
            IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol => symbol.ContainingType,
            _ => null,
        };
        while (type?.ContainingType is { } outer)
        {
            type = outer;
        }

        return type is not null && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _compilation.Assembly) ? type.OriginalDefinition : null;
    }

    private static string NameOf(INamedTypeSymbol type) => type.Arity == 0 ? type.Name : string.Create(CultureInfo.InvariantCulture, $"{type.Name}`{type.Arity}");

    /// <summary>The listed room that a file stands in; a folder that is not listed is a room of its own, without a place.</summary>
    private string RoomOf(string path)
    {
        int slash = path.LastIndexOf('/');
        string folder = slash < 0 ? Root : path[..slash];
        return _rooms.Where(x => x != Root && (folder == x || folder.StartsWith(x + "/", StringComparison.Ordinal))).MaxBy(x => x.Length) ?? folder;
    }

    private string? RoomOfNamespace(string name) => name.StartsWith(_rootNamespace + ".", StringComparison.Ordinal) ? RoomOf(name[(_rootNamespace.Length + 1)..].Replace('.', '/') + "/") : null;

    private int Place(string room) => Array.IndexOf(_rooms, room);

    private sealed record Declaration(string Name, string Room);

    private sealed record Use(string From, Declaration To, string Room, string File, int Line);

    /// <summary>Strongly connected components (Tarjan 1972).</summary>
    private sealed class Components
    {
        private readonly Dictionary<string, SortedSet<string>> _graph;
        private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _low = new(StringComparer.Ordinal);
        private readonly Stack<string> _stack = new();
        private readonly HashSet<string> _onStack = new(StringComparer.Ordinal);

        internal Components(Dictionary<string, SortedSet<string>> graph)
        {
            _graph = graph;
            foreach (string node in graph.Keys.Order(StringComparer.Ordinal).Where(x => !_index.ContainsKey(x)))
            {
                Visit(node);
            }
        }

        internal List<IReadOnlyList<string>> Found { get; } = [];

        private void Visit(string node)
        {
            _index[node] = _low[node] = _index.Count;
            _stack.Push(node);
            _onStack.Add(node);
            foreach (string next in _graph.TryGetValue(node, out SortedSet<string>? targets) ? targets : [])
            {
                if (!_index.TryGetValue(next, out int seen))
                {
                    Visit(next);
                    _low[node] = Math.Min(_low[node], _low[next]);
                }
                else if (_onStack.Contains(next))
                {
                    _low[node] = Math.Min(_low[node], seen);
                }
            }

            if (_low[node] == _index[node])
            {
                List<string> component = [];
                string member;
                do
                {
                    member = _stack.Pop();
                    _onStack.Remove(member);
                    component.Add(member);
                }
                while (member != node);
                component.Sort(StringComparer.Ordinal);
                Found.Add(component);
            }
        }
    }
}
