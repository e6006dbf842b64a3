namespace Stripe;

/// <summary>Whom the method is saved for.</summary>
public class PaymentMethodAttachOptions : BaseOptions
{
    public string Customer { get; set; }
}
