namespace Stripe;

/// <summary>The customer's default method.</summary>
public class CustomerInvoiceSettingsOptions : INestedOptions
{
    public string DefaultPaymentMethod { get; set; }

    public string Footer { get; set; }
}
