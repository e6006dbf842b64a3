using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Api.Live;

/// <summary>Epochs of streams whose sequence is this process's own.</summary>
internal static class StreamEpoch
{
    /// <summary>One at random: odd, and of 48 bits, so that JavaScript reads it exactly.</summary>
    public static long Draw(ISecretSource secrets) => (BitConverter.ToInt64([.. secrets.Bytes(6), 0, 0]) | 1) & 0xFFFF_FFFF_FFFF;
}
