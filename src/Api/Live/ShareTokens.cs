using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace O2O.Dispatch.Api.Live;

/// <summary>
/// Signs and verifies share links: 16 bytes of the job's id and 8 of the expiry (seconds since 1970), then an HMAC-SHA256 of these, as base64url. Whoever has the text may follow
/// the job until then, and do nothing else. Thread-safe.
/// </summary>
internal sealed class ShareTokens
{
    private const int BodyBytes = 24;
    private const int TokenBytes = BodyBytes + HMACSHA256.HashSizeInBytes;
    private static readonly byte[] Purpose = "o2o-dispatch share link 1"u8.ToArray();
    private readonly byte[] _key;

    /// <summary>Makes it.</summary>
    /// <param name="key">At least 32 bytes. The key of all hosts that serve the same links.</param>
    public ShareTokens(ReadOnlySpan<byte> key)
    {
        if (key.Length < 32)
        {
            throw new ArgumentException("A key of at least 32 bytes is expected.", nameof(key));
        }

        // A key of its own, so that a host may derive several purposes from one secret.
        _key = HMACSHA256.HashData(key, Purpose);
    }

    /// <summary>The token of a job's link.</summary>
    /// <param name="job">The job.</param>
    /// <param name="expires">From this instant on it is void; whole seconds count.</param>
    public string Sign(Guid job, DateTimeOffset expires)
    {
        Span<byte> token = stackalloc byte[TokenBytes];
        job.TryWriteBytes(token, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(token[16..], expires.ToUnixTimeSeconds());
        HMACSHA256.HashData(_key, token[..BodyBytes], token[BodyBytes..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>What a token says; null when it was not signed here, was altered, or is over.</summary>
    public (Guid Job, DateTimeOffset Expires)? Verify(string? token, DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[TokenBytes];
        if (token is null || token.Length != Base64Url.GetEncodedLength(TokenBytes)
            || Base64Url.DecodeFromChars(token, bytes, out _, out var read) != OperationStatus.Done || read != TokenBytes)
        {
            return null;
        }

        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, bytes[..BodyBytes], signature);
        if (!CryptographicOperations.FixedTimeEquals(signature, bytes[BodyBytes..]))
        {
            return null;
        }

        var expires = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(bytes[16..]));
        return now < expires ? (new Guid(bytes[..16], bigEndian: true), expires) : null;
    }
}
