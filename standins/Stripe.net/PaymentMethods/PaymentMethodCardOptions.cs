namespace Stripe;

/// <summary>A card, by number or by token.</summary>
public class PaymentMethodCardOptions : INestedOptions
{
    public string Cvc { get; set; }

    public long? ExpMonth { get; set; }

    public long? ExpYear { get; set; }

    public string Number { get; set; }

    public string Token { get; set; }
}
