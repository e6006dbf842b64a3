namespace Stripe;

/// <summary>A connected account.</summary>
public class Account : StripeEntity<Account>, IHasId, IHasMetadata, IHasObject
{
    public string Id { get; set; }

    public string Object { get; set; }

    public string BusinessType { get; set; }

    public AccountCapabilities Capabilities { get; set; }

    public bool ChargesEnabled { get; set; }

    public string Country { get; set; }

    public DateTime Created { get; set; }

    public string DefaultCurrency { get; set; }

    public bool? Deleted { get; set; }

    public bool DetailsSubmitted { get; set; }

    public string Email { get; set; }

    public Dictionary<string, string> Metadata { get; set; }

    public bool PayoutsEnabled { get; set; }

    public AccountRequirements Requirements { get; set; }

    public AccountSettings Settings { get; set; }

    public string Type { get; set; }
}
