namespace Stripe;

/// <summary>Whether the methods are chosen by the account's settings.</summary>
public class PaymentIntentAutomaticPaymentMethodsOptions : INestedOptions
{
    public string AllowRedirects { get; set; }

    public bool? Enabled { get; set; }
}
