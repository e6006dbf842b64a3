namespace Stripe;

/// <summary>Where a payout goes.</summary>
public interface IExternalAccount : IStripeEntity, IHasId, IHasObject
{
    Account Account { get; }

    string AccountId { get; }
}
