using O2O.Dispatch.Domain.Payments;

namespace O2O.Dispatch.Payments;

/// <summary>A payment gateway: holds money, takes it, lets it go. Each operation is done once per idempotency key, however often it is asked. Thread-safe.</summary>
public interface IPaymentGateway
{
    /// <summary>Asks for one operation. The task may take long; the answer may be lost although the operation was done.</summary>
    /// <exception cref="GatewayUnavailableException">Nobody knows whether it was done: ask again with the same request.</exception>
    Task<GatewayAnswer> Send(GatewayRequest request, CancellationToken cancellationToken);
}
