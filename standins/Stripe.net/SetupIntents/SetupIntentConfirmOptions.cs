namespace Stripe;

/// <summary>Parameters of a confirmation.</summary>
public class SetupIntentConfirmOptions : BaseOptions
{
    public string ClientSecret { get; set; }

    public string PaymentMethod { get; set; }

    public string ReturnUrl { get; set; }

    public bool? UseStripeSdk { get; set; }
}
