namespace Stripe;

/// <summary>Parameters of giving in.</summary>
public class DisputeCloseOptions : BaseOptions
{
}
