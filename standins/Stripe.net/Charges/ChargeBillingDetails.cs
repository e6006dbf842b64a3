namespace Stripe;

/// <summary>Who is billed.</summary>
public class ChargeBillingDetails : StripeEntity<ChargeBillingDetails>
{
    public Address Address { get; set; }

    public string Email { get; set; }

    public string Name { get; set; }

    public string Phone { get; set; }

    public string TaxId { get; set; }
}
