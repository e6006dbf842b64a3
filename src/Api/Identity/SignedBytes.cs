using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace O2O.Dispatch.Api.Identity;

/// <summary>Signs a few bytes as text that nobody else makes, and reads it back: the bytes, then an HMAC-SHA256 of them, as base64url. Thread-safe.</summary>
internal sealed class SignedBytes
{
    private const int LongestBody = 128;
    private readonly byte[] _key;

    /// <summary>Makes it.</summary>
    /// <param name="key">At least 32 bytes.</param>
    /// <param name="purpose">What is signed: a host may derive several purposes from one secret, and what is signed for one is void for the others.</param>
    public SignedBytes(ReadOnlySpan<byte> key, ReadOnlySpan<byte> purpose)
    {
        if (key.Length < 32)
        {
            throw new ArgumentException("A key of at least 32 bytes is expected.", nameof(key));
        }

        _key = HMACSHA256.HashData(key, purpose);
    }

    /// <summary>The text of some bytes, at most 128.</summary>
    public string Sign(ReadOnlySpan<byte> body)
    {
        Span<byte> token = stackalloc byte[LongestBody + HMACSHA256.HashSizeInBytes];
        token = token[..(body.Length + HMACSHA256.HashSizeInBytes)];
        body.CopyTo(token);
        HMACSHA256.HashData(_key, body, token[body.Length..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Reads a text into as many bytes as were signed.</summary>
    /// <returns>Whether it was signed here and is as it was; otherwise the bytes mean nothing.</returns>
    public bool TryRead(string? text, Span<byte> body)
    {
        Span<byte> token = stackalloc byte[LongestBody + HMACSHA256.HashSizeInBytes];
        token = token[..(body.Length + HMACSHA256.HashSizeInBytes)];
        if (text is null || text.Length != Base64Url.GetEncodedLength(token.Length)
            || Base64Url.DecodeFromChars(text, token, out _, out var read) != OperationStatus.Done || read != token.Length)
        {
            return false;
        }

        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, token[..body.Length], signature);
        token[..body.Length].CopyTo(body);
        return CryptographicOperations.FixedTimeEquals(signature, token[body.Length..]);
    }
}
