namespace Stripe;

/// <summary>How the cardholder was authenticated.</summary>
public class ChargePaymentMethodDetailsCardThreeDSecure : StripeEntity<ChargePaymentMethodDetailsCardThreeDSecure>
{
    public string AuthenticationFlow { get; set; }

    public string ElectronicCommerceIndicator { get; set; }

    public string Result { get; set; }

    public string ResultReason { get; set; }

    public string TransactionId { get; set; }

    public string Version { get; set; }
}
