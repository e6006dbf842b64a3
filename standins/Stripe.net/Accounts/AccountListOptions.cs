namespace Stripe;

/// <summary>Which accounts are listed.</summary>
public class AccountListOptions : ListOptions
{
}
