using O2O.Dispatch.Payments.Webhooks;

namespace O2O.Dispatch.Payments.Payouts;

/// <summary>Takes news of accounts and payouts. The same news any number of times, in any order, comes to the same. Thread-safe.</summary>
public interface IPayoutEventSink
{
    /// <summary>Asks the gateway how what the news is of stands now, and keeps that. What is not ours, or known, needs no answer.</summary>
    /// <param name="happened">The news.</param>
    /// <param name="mayAsk">False while the gateway is known to answer nobody.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="GatewayUnavailableException">It could not be asked, or may not: the news is told again.</exception>
    Task<EventVerdict> Tell(PayoutEvent happened, bool mayAsk, CancellationToken cancellationToken);
}
