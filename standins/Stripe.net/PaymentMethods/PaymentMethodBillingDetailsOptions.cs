namespace Stripe;

/// <summary>Who is billed.</summary>
public class PaymentMethodBillingDetailsOptions : INestedOptions
{
    public AddressOptions Address { get; set; }

    public string Email { get; set; }

    public string Name { get; set; }

    public string Phone { get; set; }

    public string TaxId { get; set; }
}
