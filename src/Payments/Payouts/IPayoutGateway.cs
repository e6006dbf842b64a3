using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payouts;

namespace O2O.Dispatch.Payments.Payouts;

/// <summary>The accounts of payees at the gateway. Money is moved to them, and out of them, by <see cref="IPaymentGateway"/>. Thread-safe.</summary>
public interface IPayoutGateway
{
    /// <summary>Opens a payee's account. Asked again within a day it gives the same one.</summary>
    /// <exception cref="GatewayUnavailableException">Nobody knows whether it was opened: ask again.</exception>
    Task<GatewayAccount> Open(Payee payee, CancellationToken cancellationToken);

    /// <summary>How an account stands.</summary>
    /// <exception cref="GatewayUnavailableException">It could not be asked.</exception>
    Task<GatewayAccount> Account(string account, CancellationToken cancellationToken);

    /// <summary>What an account holds that can be paid out.</summary>
    /// <exception cref="GatewayUnavailableException">It could not be asked.</exception>
    Task<Money> Balance(string account, Currency currency, CancellationToken cancellationToken);

    /// <summary>How a payout stands; null when the account has none of that id.</summary>
    /// <exception cref="GatewayUnavailableException">It could not be asked.</exception>
    Task<GatewayPayout?> Payout(string account, string payout, CancellationToken cancellationToken);
}
