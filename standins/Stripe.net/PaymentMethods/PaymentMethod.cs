namespace Stripe;

/// <summary>A card or another way of paying.</summary>
public class PaymentMethod : StripeEntity<PaymentMethod>, IHasId, IHasMetadata, IHasObject
{
    public string Id { get; set; }

    public string Object { get; set; }

    public string AllowRedisplay { get; set; }

    public PaymentMethodBillingDetails BillingDetails { get; set; }

    public PaymentMethodCard Card { get; set; }

    public DateTime Created { get; set; }

    public string CustomerId
    {
        get => Customer?.Id ?? field;
        set => (Customer, field) = (Customer?.Id == value ? Customer : null, value);
    }

    public Customer Customer { get; set; }

    public bool Livemode { get; set; }

    public Dictionary<string, string> Metadata { get; set; }

    public string Type { get; set; }
}
