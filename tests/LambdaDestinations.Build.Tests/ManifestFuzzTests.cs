using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace LambdaDestinations.Build.Tests;

/// <summary>
/// Damaged assemblies: reading one gives its manifest, or says that it cannot be read; nothing else is thrown. A share by default, 100,000
/// with LAMBDA_DESTINATIONS_LONG=1.
/// </summary>
public sealed class ManifestFuzzTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambda-destinations-damage-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_damaged_assembly_is_read_or_said_to_be_unreadable()
    {
        byte[] whole = File.ReadAllBytes(Manifest.Write(_folder.FullName, "App", Manifest.Failing("App", "Run"), Manifest.Failing("App", "Other", "@Queue")));
        int count = Environment.GetEnvironmentVariable("LAMBDA_DESTINATIONS_LONG") == "1" ? 100_000 : 3_000;
        SortedDictionary<string, int> thrown = new(StringComparer.Ordinal);
        int read = 0;
        string path = Path.Combine(_folder.FullName, "Damaged.dll");
        for (int seed = 0; seed < count; seed++)
        {
            File.WriteAllBytes(path, Damage(whole, new Random(seed)));
            try
            {
                _ = ManifestFile.Read(path).Parse();
                read++;
            }
            catch (UnreadableManifestException error)
            {
                Assert.NotEmpty(error.Message);
                string kind = error.InnerException?.GetType().Name ?? "";
                thrown[kind] = thrown.TryGetValue(kind, out int times) ? times + 1 : 1;
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {seed}: {error}");
            }
        }

        // The damage must reach the metadata, and not all of it may be fatal.
        Assert.True(read > count / 20 && thrown.ContainsKey(nameof(BadImageFormatException)), $"read {read}; {string.Join(", ", thrown)}");
    }

    private static byte[] Damage(byte[] whole, Random random)
    {
        byte[] bytes = [.. whole];
        int[] extremes = [0, 1, -1, int.MaxValue, int.MinValue, 0x7FFF, 0xFFFF, 0x80, bytes.Length];
        for (int times = random.Next(1, 6); times > 0; times--)
        {
            int at = random.Next(bytes.Length - 4);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), extremes[random.Next(extremes.Length)]);
                    break;
                default:
                    BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(at), (short)extremes[random.Next(extremes.Length)]);
                    break;
            }
        }

        return random.Next(8) == 0 ? [.. bytes.Take(random.Next(bytes.Length))] : bytes;
    }
}
