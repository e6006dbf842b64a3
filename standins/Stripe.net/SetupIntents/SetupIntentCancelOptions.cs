namespace Stripe;

/// <summary>Parameters of a cancellation.</summary>
public class SetupIntentCancelOptions : BaseOptions
{
    public string CancellationReason { get; set; }
}
