using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;

namespace LambdaDestinations.Testing.Tests;

internal static class Handlers
{
    internal static Func<Stream, ILambdaInvocation, Task<Stream>> Returns(string json) => (_, _) => Json(json);

    internal static Func<Stream, ILambdaInvocation, Task<Stream>> Throws(string message) => (_, _) => throw new InvalidOperationException(message);

    internal static Task<Stream> Json(string json) => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(json)));
}
