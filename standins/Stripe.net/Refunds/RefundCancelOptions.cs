namespace Stripe;

/// <summary>Parameters of a cancellation.</summary>
public class RefundCancelOptions : BaseOptions
{
}
