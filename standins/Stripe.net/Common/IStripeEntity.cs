namespace Stripe;

/// <summary>Anything that the API answers.</summary>
public interface IStripeEntity
{
    StripeResponse StripeResponse { get; set; }
}
