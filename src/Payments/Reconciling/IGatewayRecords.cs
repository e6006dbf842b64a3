namespace O2O.Dispatch.Payments.Reconciling;

/// <summary>The gateway's own lists. Thread-safe.</summary>
public interface IGatewayRecords
{
    /// <summary>The payments that the gateway began in [from, to), read page by page, the latest first; then older ones of which money went back or that were disputed since, with all their refunds and disputes. An older one of which the gateway refuses to tell is there by its name (<see cref="GatewayPayment.IsUntold"/>).</summary>
    /// <exception cref="GatewayUnavailableException">The gateway did not answer.</exception>
    /// <exception cref="GatewayRefusedException">The gateway refuses to tell.</exception>
    IAsyncEnumerable<GatewayPayment> Payments(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>One payment as it stands now; null when the gateway has none of that id.</summary>
    /// <exception cref="GatewayUnavailableException">The gateway did not answer.</exception>
    /// <exception cref="GatewayRefusedException">The gateway refuses to tell.</exception>
    Task<GatewayPayment?> Find(string intent, CancellationToken cancellationToken);

    /// <summary>The refunds of a payment, the latest first.</summary>
    /// <exception cref="GatewayUnavailableException">The gateway did not answer.</exception>
    /// <exception cref="GatewayRefusedException">The gateway refuses to tell.</exception>
    Task<IReadOnlyList<GatewayRefund>> Refunds(string intent, CancellationToken cancellationToken);

    /// <summary>The disputes of a payment, the latest first.</summary>
    /// <exception cref="GatewayUnavailableException">The gateway did not answer.</exception>
    /// <exception cref="GatewayRefusedException">The gateway refuses to tell.</exception>
    Task<IReadOnlyList<GatewayDispute>> Disputes(string intent, CancellationToken cancellationToken);
}
