namespace Stripe;

/// <summary>Where the customer is sent, and where back to.</summary>
public class PaymentIntentNextActionRedirectToUrl : StripeEntity<PaymentIntentNextActionRedirectToUrl>
{
    public string ReturnUrl { get; set; }

    public string Url { get; set; }
}
