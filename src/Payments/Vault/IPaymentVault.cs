using O2O.Dispatch.Domain.Customers;

namespace O2O.Dispatch.Payments.Vault;

/// <summary>Where the gateway keeps customers' methods, to be charged when the customer is not there. Nothing here moves money. Thread-safe.</summary>
public interface IPaymentVault
{
    /// <summary>Whether a token stands for a method by itself and is kept by nobody: a test card's name, or a word of ours such as cash.</summary>
    bool IsPlain(string method);

    /// <summary>The gateway's customer for one of ours; the same however often it is asked within a day.</summary>
    /// <exception cref="GatewayUnavailableException">Nobody knows whether it was done: ask again.</exception>
    Task<string> OpenCustomer(CustomerId customer, CancellationToken cancellationToken);

    /// <summary>Begins to save a method.</summary>
    /// <param name="customer">The gateway's customer.</param>
    /// <param name="key">The key under which the gateway does this once.</param>
    /// <param name="method">A method to confirm at once; null when the customer's app names it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="GatewayUnavailableException">Nobody knows whether it was done: ask again.</exception>
    Task<VaultSetup> BeginSetup(string customer, string key, string? method, CancellationToken cancellationToken);

    /// <summary>How a setup stands; null when there is none.</summary>
    /// <exception cref="GatewayUnavailableException">The gateway did not tell.</exception>
    Task<VaultSetup?> FindSetup(string setup, CancellationToken cancellationToken);

    /// <summary>Keeps a method that somebody made at the gateway already.</summary>
    /// <exception cref="GatewayUnavailableException">Nobody knows whether it was done: ask again.</exception>
    Task<VaultAnswer> Attach(string customer, string method, CancellationToken cancellationToken);

    /// <summary>Keeps a method no longer. One that is not kept is no fault.</summary>
    /// <exception cref="GatewayUnavailableException">Nobody knows whether it was done: ask again.</exception>
    Task Detach(string method, CancellationToken cancellationToken);
}
