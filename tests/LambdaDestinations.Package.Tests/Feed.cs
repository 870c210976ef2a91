using LambdaDestinations.Build.Tests;

namespace LambdaDestinations.Package.Tests;

/// <summary>One feed for all tests of this project; they build, so they run one after another.</summary>
[CollectionDefinition(nameof(Feed))]
public sealed class Feed : ICollectionFixture<PackageFeed>;
