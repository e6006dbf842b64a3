namespace Stripe;

/// <summary>Somebody who pays, with saved methods.</summary>
public class Customer : StripeEntity<Customer>, IHasId, IHasMetadata, IHasObject
{
    public string Id { get; set; }

    public string Object { get; set; }

    public Address Address { get; set; }

    public long Balance { get; set; }

    public DateTime Created { get; set; }

    public string Currency { get; set; }

    public bool? Deleted { get; set; }

    public bool? Delinquent { get; set; }

    public string Description { get; set; }

    public string Email { get; set; }

    public string InvoicePrefix { get; set; }

    public CustomerInvoiceSettings InvoiceSettings { get; set; }

    public bool Livemode { get; set; }

    public Dictionary<string, string> Metadata { get; set; }

    public string Name { get; set; }

    public long NextInvoiceSequence { get; set; }

    public string Phone { get; set; }

    public List<string> PreferredLocales { get; set; }

    public string TaxExempt { get; set; }
}
