namespace Stripe;

/// <summary>Parameters of a look-up.</summary>
public class SetupIntentGetOptions : BaseOptions
{
    public string ClientSecret { get; set; }
}
