namespace Stripe;

/// <summary>Parameters of a new connected account.</summary>
public class AccountCreateOptions : BaseOptions, IHasMetadata
{
    public string BusinessType { get; set; }

    public AccountCapabilitiesOptions Capabilities { get; set; }

    public string DefaultCurrency { get; set; }

    public string Email { get; set; }

    public Dictionary<string, string> Metadata { get; set; }

    public AccountSettingsOptions Settings { get; set; }

    public string Country { get; set; }

    public string Type { get; set; }
}
