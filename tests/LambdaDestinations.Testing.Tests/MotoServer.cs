using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace LambdaDestinations.Testing.Tests;

/// <summary>A local imitation of AWS (<c>pip install moto[server]</c>), started on a free port where it is installed.</summary>
public sealed class MotoServer : IAsyncLifetime, IDisposable
{
    private Process? _process;
    private Task _log = Task.CompletedTask;

    /// <summary>The endpoint; null when the server is not installed.</summary>
    public Uri? Endpoint { get; private set; }

    /// <summary>Why there is no endpoint.</summary>
    public string Missing { get; private set; } = string.Empty;

    /// <summary>Skips the test where the server is missing; in CI it must not be.</summary>
    public void Require()
    {
        if (Endpoint is null)
        {
            Assert.NotEqual("true", Environment.GetEnvironmentVariable("CI"));
        }

        Skip.If(Endpoint is null, Missing);
    }

    public async Task InitializeAsync()
    {
        int port = FreePort();
        ProcessStartInfo start = new("moto_server")
        {
            ArgumentList = { "-H", "127.0.0.1", "-p", port.ToString(System.Globalization.CultureInfo.InvariantCulture) },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            Missing = "moto_server is not installed: " + missing.Message;
            return;
        }

        // It says so on its error stream when it listens.
        _process.BeginOutputReadLine();
        string lines = string.Empty;
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lines += line + "\n";
            if (line.Contains("Running on", StringComparison.Ordinal))
            {
                Endpoint = new Uri($"http://127.0.0.1:{port}");

                // The server logs each request; a full pipe would stop it.
                _log = _process.StandardError.ReadToEndAsync();
                return;
            }
        }

        Missing = "moto_server does not run: " + lines;
    }

    public async Task DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            await _log;
        }
    }

    public void Dispose() => _process?.Dispose();

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
