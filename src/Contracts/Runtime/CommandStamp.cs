using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace O2O.Dispatch.Contracts.Runtime;

/// <summary>Makes a command recognisable when it comes again. The same id gives the same answer; the same id with another body is refused.</summary>
/// <param name="Id">Unique to the command; <see cref="For"/> derives it from a user and an idempotency key.</param>
/// <param name="BodyHash">A hash of the command's body, empty where the sender is the platform itself.</param>
[GenerateSerializer, Immutable, Alias("o2o.command-stamp")]
public readonly record struct CommandStamp([property: Id(0)] Guid Id, [property: Id(1)] string BodyHash)
{
    private static readonly Guid Namespace = new("5f0c1d1e-9c67-5f0a-8b57-2f3e0a7f6a11");

    /// <summary>A stamp for a command whose sender never changes its body.</summary>
    public static CommandStamp Of(Guid id) => new(id, string.Empty);

    /// <summary>The stamp of a user's command: a version 5 id of the user and the key, and a SHA-256 of the body.</summary>
    public static CommandStamp For(string user, string idempotencyKey, ReadOnlySpan<byte> body) =>
        new(DeterministicId($"{user}\n{idempotencyKey}"), Convert.ToHexStringLower(SHA256.HashData(body)[..16]));

    /// <summary>A version 5 id (RFC 9562, section 5.5) of a name under this system's namespace.</summary>
    public static Guid DeterministicId(string name)
    {
        var length = Encoding.UTF8.GetByteCount(name);
        var input = ArrayPool<byte>.Shared.Rent(16 + length);
        try
        {
            Namespace.TryWriteBytes(input, bigEndian: true, out _);
            Encoding.UTF8.GetBytes(name, input.AsSpan(16));
            Span<byte> hash = stackalloc byte[20];

            // RFC 9562 names SHA-1 for version 5 ids; nothing here rests on its strength.
            SHA1.HashData(input.AsSpan(0, 16 + length), hash);
            hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
            hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
            return new Guid(hash[..16], bigEndian: true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(input);
        }
    }
}
