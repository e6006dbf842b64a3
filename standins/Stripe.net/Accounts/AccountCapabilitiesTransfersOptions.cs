namespace Stripe;

/// <summary>Receiving transfers.</summary>
public class AccountCapabilitiesTransfersOptions : INestedOptions
{
    public bool? Requested { get; set; }
}
