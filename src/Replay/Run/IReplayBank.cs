using O2O.Dispatch.Payments;

namespace O2O.Dispatch.Replay.Run;

/// <summary>The gateway of a replay, and what it has taken, to be held against the ledger.</summary>
internal interface IReplayBank : IDisposable
{
    /// <summary>Asked by the outbox.</summary>
    IPaymentGateway Gateway { get; }

    /// <summary>What was taken in all, by the bank's own word, in minor units.</summary>
    long Captured();
}
