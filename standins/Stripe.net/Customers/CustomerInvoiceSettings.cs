namespace Stripe;

/// <summary>The customer's default method.</summary>
public class CustomerInvoiceSettings : StripeEntity<CustomerInvoiceSettings>
{
    public string DefaultPaymentMethodId
    {
        get => DefaultPaymentMethod?.Id ?? field;
        set => (DefaultPaymentMethod, field) = (DefaultPaymentMethod?.Id == value ? DefaultPaymentMethod : null, value);
    }

    public PaymentMethod DefaultPaymentMethod { get; set; }

    public string Footer { get; set; }
}
