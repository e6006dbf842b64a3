namespace Stripe;

/// <summary>Parameters of a cancellation.</summary>
public class PaymentIntentCancelOptions : BaseOptions
{
    public string CancellationReason { get; set; }
}
