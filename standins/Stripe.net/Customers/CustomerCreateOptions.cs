namespace Stripe;

/// <summary>Parameters of a new customer.</summary>
public class CustomerCreateOptions : BaseOptions, IHasMetadata
{
    public AddressOptions Address { get; set; }

    public long? Balance { get; set; }

    public string Description { get; set; }

    public string Email { get; set; }

    public CustomerInvoiceSettingsOptions InvoiceSettings { get; set; }

    public Dictionary<string, string> Metadata { get; set; }

    public string Name { get; set; }

    public string Phone { get; set; }

    public List<string> PreferredLocales { get; set; }

    public string PaymentMethod { get; set; }
}
