namespace Stripe;

/// <summary>What moved the balance.</summary>
public interface IBalanceTransactionSource : IStripeEntity, IHasId, IHasObject
{
}
