using O2O.Dispatch.Payments.Webhooks;

namespace O2O.Dispatch.Payments.Payouts;

/// <summary>Takes news of accounts and payouts. The same news any number of times, in any order, comes to the same. Thread-safe.</summary>
public interface IPayoutEventSink
{
    /// <summary>Asks the gateway how what the news is of stands now, and keeps that.</summary>
    /// <returns>What became of it.</returns>
    /// <exception cref="GatewayUnavailableException">It could not be asked: the news is told again.</exception>
    Task<EventVerdict> Tell(PayoutEvent happened, CancellationToken cancellationToken);
}
