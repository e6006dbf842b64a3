namespace Stripe;

/// <summary>What the customer has to do before the method is saved.</summary>
public class SetupIntentNextAction : StripeEntity<SetupIntentNextAction>
{
    public SetupIntentNextActionRedirectToUrl RedirectToUrl { get; set; }

    public string Type { get; set; }
}
