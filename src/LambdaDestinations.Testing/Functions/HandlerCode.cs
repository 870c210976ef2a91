using System.IO;
using System.Threading.Tasks;
using LambdaDestinations.Testing.Engine;

namespace LambdaDestinations.Testing.Functions;

/// <summary>A function's handler.</summary>
/// <param name="input">The payload.</param>
/// <param name="invocation">Its invocation.</param>
/// <returns>The response; <see cref="Stream.Null"/> for none.</returns>
internal delegate Task<Stream> HandlerCode(Stream input, RunningCode invocation);
