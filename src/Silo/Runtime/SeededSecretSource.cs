using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Geo.Cities;

namespace O2O.Dispatch.Silo.Runtime;

/// <summary>"Secrets" of a seed, for replays alone: the same run has the same. For one thread at a time.</summary>
public sealed class SeededSecretSource(ulong seed) : ISecretSource
{
    private SeededRandom _random = new(seed ^ 0x5EC_0001);

    /// <inheritdoc/>
    public string Digits(int length) => string.Create(length, 0, (digits, _) =>
    {
        for (var i = 0; i < digits.Length; i++)
        {
            digits[i] = (char)('0' + (int)(_random.NextBits() % 10));
        }
    });

    /// <inheritdoc/>
    public byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)(_random.NextBits() >> 56);
        }

        return bytes;
    }
}
