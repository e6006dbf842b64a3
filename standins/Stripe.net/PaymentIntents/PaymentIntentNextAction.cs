namespace Stripe;

/// <summary>What the customer has to do before the payment goes on.</summary>
public class PaymentIntentNextAction : StripeEntity<PaymentIntentNextAction>
{
    public PaymentIntentNextActionRedirectToUrl RedirectToUrl { get; set; }

    public string Type { get; set; }
}
