using System.Security.Cryptography;

namespace O2O.Dispatch.Contracts.Runtime;

/// <summary>Secrets of the system's cryptographic source. Thread-safe. This is the port itself: nothing else may use the generator.</summary>
public sealed class SystemSecretSource : ISecretSource
{
#pragma warning disable RS0030
    /// <inheritdoc/>
    public string Digits(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 18);
        return RandomNumberGenerator.GetString("0123456789", length);
    }

    /// <inheritdoc/>
    public byte[] Bytes(int length) => RandomNumberGenerator.GetBytes(length);
#pragma warning restore RS0030
}
