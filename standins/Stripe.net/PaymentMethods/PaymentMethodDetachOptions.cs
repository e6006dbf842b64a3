namespace Stripe;

/// <summary>Parameters of taking a method away.</summary>
public class PaymentMethodDetachOptions : BaseOptions
{
}
