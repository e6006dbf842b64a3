using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace O2O.Dispatch.Api.Identity;

/// <summary>This system's own signing keys (ECDSA on P-256, for ES256): the first signs, all verify, so that keys can roll. Thread-safe.</summary>
public sealed class SigningKeys
{
    private readonly IReadOnlyList<ECDsaSecurityKey> _keys;

    private SigningKeys(IReadOnlyList<ECDsaSecurityKey> keys) => _keys = keys;

    /// <summary>The key that signs.</summary>
    public ECDsaSecurityKey Current => _keys[0];

    /// <summary>All keys that verify.</summary>
    public IReadOnlyList<ECDsaSecurityKey> All => _keys;

    /// <summary>A key that lives as long as the process, for hosts that keep nothing.</summary>
    public static SigningKeys Ephemeral()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new SigningKeys([new ECDsaSecurityKey(key) { KeyId = Thumbprint(key.ExportParameters(includePrivateParameters: false).Q) }]);
    }

    /// <summary>Reads the keys of a file, or makes the file with one new key. Others who start at the same time agree on one.</summary>
    /// <exception cref="InvalidDataException">The file holds no keys; the message says what to do.</exception>
    public static SigningKeys LoadOrCreate(string file)
    {
        var path = Path.GetFullPath(file);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var draft = $"{path}.{Environment.ProcessId}.new";
            Write(draft, [fresh.ExportParameters(includePrivateParameters: true)]);
            try
            {
                File.Move(draft, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another process was faster: its key counts.
                File.Delete(draft);
            }
        }

        return Read(path);
    }

    /// <summary>Puts a new key in front of those of a file; the one before it goes on verifying, older ones are dropped.</summary>
    /// <returns>The keys as they are now. Running servers read them when they start again.</returns>
    public static SigningKeys Roll(string file)
    {
        var path = Path.GetFullPath(file);
        var before = LoadOrCreate(path);
        using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var draft = $"{path}.{Environment.ProcessId}.new";
        Write(draft, [fresh.ExportParameters(includePrivateParameters: true), before.Current.ECDsa.ExportParameters(includePrivateParameters: true)]);
        File.Move(draft, path, overwrite: true);
        return Read(path);
    }

    /// <summary>The public halves, as a JSON Web Key Set (RFC 7517).</summary>
    public byte[] PublicJwks() => JsonSerializer.SerializeToUtf8Bytes(new
    {
        keys = _keys.Select(key =>
        {
            var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
            return new { kty = "EC", crv = "P-256", use = "sig", alg = "ES256", kid = key.KeyId, x = Base64Url.EncodeToString(point.X), y = Base64Url.EncodeToString(point.Y) };
        }),
    });

    private static SigningKeys Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var keys = new List<ECDsaSecurityKey>();
            foreach (var key in document.RootElement.GetProperty("keys").EnumerateArray())
            {
                var parameters = new ECParameters
                {
                    Curve = ECCurve.NamedCurves.nistP256,
                    D = Part(key, "d"),
                    Q = new ECPoint { X = Part(key, "x"), Y = Part(key, "y") },
                };
                keys.Add(new ECDsaSecurityKey(ECDsa.Create(parameters)) { KeyId = Thumbprint(parameters.Q) });
            }

            return keys.Count > 0 ? new SigningKeys(keys) : throw new InvalidDataException($"'{path}' holds no key. Delete it, and a new one is made; tokens signed before are void then.");
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or FormatException or CryptographicException or InvalidOperationException)
        {
            throw new InvalidDataException($"'{path}' is not a file of signing keys: {broken.Message} Restore it from a copy, or delete it: then a new key is made, and tokens signed before are void.", broken);
        }
    }

    private static byte[] Part(JsonElement key, string name) => Base64Url.DecodeFromChars(key.GetProperty(name).GetString());

    /// <summary>The key's id is its thumbprint (RFC 7638), so that the same key has the same id everywhere.</summary>
    private static string Thumbprint(ECPoint point) => Base64Url.EncodeToString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(
        $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""")));

    private static void Write(string path, IEnumerable<ECParameters> keys)
    {
        var text = JsonSerializer.Serialize(new
        {
            keys = keys.Select(key => new { kty = "EC", crv = "P-256", d = Base64Url.EncodeToString(key.D), x = Base64Url.EncodeToString(key.Q.X), y = Base64Url.EncodeToString(key.Q.Y) }),
        });
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        using var writer = new StreamWriter(file);
        writer.Write(text);
        writer.Flush();
        file.Flush(flushToDisk: true);
    }
}
