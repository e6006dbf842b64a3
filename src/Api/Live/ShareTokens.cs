using System.Buffers.Binary;
using O2O.Dispatch.Api.Identity;

namespace O2O.Dispatch.Api.Live;

/// <summary>
/// Signs and verifies share links: 16 bytes of the job's id and 8 of the expiry (seconds since 1970). Whoever has the text may follow
/// the job until then, and do nothing else. Thread-safe.
/// </summary>
/// <param name="key">At least 32 bytes. The key of all hosts that serve the same links.</param>
internal sealed class ShareTokens(ReadOnlySpan<byte> key)
{
    private const int BodyBytes = 24;
    private readonly SignedBytes _signed = new(key, "o2o-dispatch share link 1"u8);

    /// <summary>The token of a job's link.</summary>
    /// <param name="job">The job.</param>
    /// <param name="expires">From this instant on it is void; whole seconds count.</param>
    public string Sign(Guid job, DateTimeOffset expires)
    {
        Span<byte> body = stackalloc byte[BodyBytes];
        job.TryWriteBytes(body, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(body[16..], expires.ToUnixTimeSeconds());
        return _signed.Sign(body);
    }

    /// <summary>What a token says; null when it was not signed here, was altered, or is over.</summary>
    public (Guid Job, DateTimeOffset Expires)? Verify(string? token, DateTimeOffset now)
    {
        Span<byte> body = stackalloc byte[BodyBytes];
        if (!_signed.TryRead(token, body))
        {
            return null;
        }

        var expires = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(body[16..]));
        return now < expires ? (new Guid(body[..16], bigEndian: true), expires) : null;
    }
}
