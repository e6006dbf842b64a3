namespace Stripe;

/// <summary>The card as it was at the time of the charge, and what it allows.</summary>
public class ChargePaymentMethodDetailsCard : StripeEntity<ChargePaymentMethodDetailsCard>
{
    public long? AmountAuthorized { get; set; }

    public string AuthorizationCode { get; set; }

    public string Brand { get; set; }

    public DateTime CaptureBefore { get; set; }

    public string Country { get; set; }

    public string Description { get; set; }

    public long ExpMonth { get; set; }

    public long ExpYear { get; set; }

    public ChargePaymentMethodDetailsCardExtendedAuthorization ExtendedAuthorization { get; set; }

    public string Fingerprint { get; set; }

    public string Funding { get; set; }

    public ChargePaymentMethodDetailsCardIncrementalAuthorization IncrementalAuthorization { get; set; }

    public string Issuer { get; set; }

    public string Last4 { get; set; }

    public string Mandate { get; set; }

    public ChargePaymentMethodDetailsCardMulticapture Multicapture { get; set; }

    public string Network { get; set; }

    public string NetworkTransactionId { get; set; }

    public ChargePaymentMethodDetailsCardOvercapture Overcapture { get; set; }

    public ChargePaymentMethodDetailsCardThreeDSecure ThreeDSecure { get; set; }
}
