namespace Stripe;

/// <summary>Which reversals are listed.</summary>
public class TransferReversalListOptions : ListOptions
{
}
