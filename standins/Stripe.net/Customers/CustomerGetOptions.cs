namespace Stripe;

/// <summary>Parameters of a look-up.</summary>
public class CustomerGetOptions : BaseOptions
{
}
