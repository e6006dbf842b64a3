using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Contracts.Quotes;

/// <summary>Signs quotes and reads them back: base64url(JSON) "." base64url(HMAC-SHA256). What comes back with an order is what was promised, or it is refused. Thread-safe.</summary>
public sealed class QuoteTokens
{
    private const int MacLength = 32;
    private const int MaxLength = 32 * 1024;
    private static readonly JsonSerializerOptions Written = WrittenOnce();
    private readonly byte[][] _keys;

    /// <summary>Makes a signer.</summary>
    /// <param name="keys">At least 32 bytes each; the first signs, all verify, so that keys can roll.</param>
    /// <exception cref="ArgumentException">No key, or a short one.</exception>
    public QuoteTokens(IReadOnlyList<byte[]> keys)
    {
        if (keys.Count == 0 || keys.Any(key => key.Length < 32))
        {
            throw new ArgumentException("Quotes are signed with at least one key of at least 32 bytes.", nameof(keys));
        }

        _keys = [.. keys];
    }

    /// <summary>Signs a quote.</summary>
    public string Sign(Quote quote)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(quote, Written);
        var length = Base64Url.GetEncodedLength(json.Length);
        var token = ArrayPool<byte>.Shared.Rent(length + 1 + Base64Url.GetEncodedLength(MacLength));
        Base64Url.EncodeToUtf8(json, token, out _, out var written);
        Span<byte> mac = stackalloc byte[MacLength];
        HMACSHA256.HashData(_keys[0], token.AsSpan(0, written), mac);
        token[written++] = (byte)'.';
        Base64Url.EncodeToUtf8(mac, token.AsSpan(written), out _, out var more);
        var text = Encoding.ASCII.GetString(token, 0, written + more);
        ArrayPool<byte>.Shared.Return(token);
        return text;
    }

    /// <summary>Reads a signed quote.</summary>
    /// <returns>Null when it was not signed here, or was altered. Its expiry is the caller's to check.</returns>
    public Quote? Verify(string? token)
    {
        if (token is null || token.Length > MaxLength || token.IndexOf('.', StringComparison.Ordinal) is not (> 0 and var dot))
        {
            return null;
        }

        var body = token[..dot];
        var mac = new byte[32];

        // Decoding throws on other characters than base64url's, whatever its name says.
        if (!Base64Url.IsValid(token.AsSpan(dot + 1), out var length) || length != mac.Length || !Base64Url.TryDecodeFromChars(token.AsSpan(dot + 1), mac, out _))
        {
            return null;
        }

        var signed = false;
        foreach (var key in _keys)
        {
            signed |= CryptographicOperations.FixedTimeEquals(Mac(key, body), mac);
        }

        if (!signed)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<Quote>(Base64Url.DecodeFromChars(body), DispatchJson.Options);
        }
        catch (Exception fault) when (fault is JsonException or FormatException)
        {
            // Signed here, yet unreadable: an older form after an upgrade. It counts as void.
            return null;
        }
    }

    /// <summary>Half of a quote is its terms, and all quotes of a service class have the same: their JSON is made once for each.</summary>
    private static JsonSerializerOptions WrittenOnce()
    {
        var options = new JsonSerializerOptions(DispatchJson.Options);
        options.Converters.Insert(0, new OnceConverter<JobTerms>(DispatchJson.Options));
        options.MakeReadOnly();
        return options;
    }

    private static byte[] Mac(byte[] key, string body) => HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(body));
}
