namespace Stripe;

/// <summary>What is asked of each kind of method.</summary>
public class PaymentIntentPaymentMethodOptionsOptions : INestedOptions
{
    public PaymentIntentPaymentMethodOptionsCardOptions Card { get; set; }
}
