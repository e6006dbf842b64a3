namespace Stripe;

/// <summary>What is asked of a card.</summary>
public class PaymentIntentPaymentMethodOptionsCardOptions : INestedOptions
{
    public string CaptureMethod { get; set; }

    public bool? Moto { get; set; }

    public string RequestExtendedAuthorization { get; set; }

    public string RequestIncrementalAuthorization { get; set; }

    public string RequestMulticapture { get; set; }

    public string RequestOvercapture { get; set; }

    public string RequestThreeDSecure { get; set; }

    public string SetupFutureUsage { get; set; }
}
