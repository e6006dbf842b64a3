namespace Stripe;

/// <summary>Taking cards.</summary>
public class AccountCapabilitiesCardPaymentsOptions : INestedOptions
{
    public bool? Requested { get; set; }
}
