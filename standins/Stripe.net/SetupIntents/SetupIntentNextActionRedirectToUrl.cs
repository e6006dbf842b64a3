namespace Stripe;

/// <summary>Where the customer is sent, and where back to.</summary>
public class SetupIntentNextActionRedirectToUrl : StripeEntity<SetupIntentNextActionRedirectToUrl>
{
    public string ReturnUrl { get; set; }

    public string Url { get; set; }
}
