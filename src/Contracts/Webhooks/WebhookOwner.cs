using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Merchants;

namespace O2O.Dispatch.Contracts.Webhooks;

/// <summary>Whose an endpoint is. Accounts and merchants have ids of one shape: the same id of the one and of the other are two owners.</summary>
public readonly record struct WebhookOwner
{
    private WebhookOwner(Guid id, bool isMerchant) => (Id, IsMerchant) = (id, isMerchant);

    /// <summary>The account's id, or the merchant's.</summary>
    public Guid Id { get; }

    /// <summary>Whether it is a merchant; else it is an integrator's account.</summary>
    public bool IsMerchant { get; }

    /// <summary>An integrator's account. Its endpoints are sent what concerns that account.</summary>
    public static WebhookOwner Of(CustomerId account) => new(account.Value, isMerchant: false);

    /// <summary>A merchant. Its endpoints are sent what concerns its orders, whoever's they are.</summary>
    public static WebhookOwner Of(MerchantId merchant) => new(merchant.Value, isMerchant: true);

    /// <summary>The owner as stores keep it: an account's endpoint names that account as the one it hears of, a merchant's names none.</summary>
    /// <param name="id">The owner's id; null when operators own the endpoint.</param>
    /// <param name="customer">The account that the endpoint hears of; null for any.</param>
    public static WebhookOwner? Stored(Guid? id, CustomerId? customer) => id is { } owner ? new WebhookOwner(owner, isMerchant: customer is null) : null;
}
