namespace Stripe;

/// <summary>What the account asks to be able to do.</summary>
public class AccountCapabilitiesOptions : INestedOptions
{
    public AccountCapabilitiesCardPaymentsOptions CardPayments { get; set; }

    public AccountCapabilitiesTransfersOptions Transfers { get; set; }
}
