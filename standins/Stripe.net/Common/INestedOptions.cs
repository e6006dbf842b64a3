namespace Stripe;

/// <summary>Parameters that may stand within others.</summary>
public interface INestedOptions
{
}
