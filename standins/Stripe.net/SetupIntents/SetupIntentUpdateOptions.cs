namespace Stripe;

/// <summary>Parameters of a change.</summary>
public class SetupIntentUpdateOptions : BaseOptions, IHasMetadata
{
    public string Customer { get; set; }

    public string Description { get; set; }

    public Dictionary<string, string> Metadata { get; set; }

    public string PaymentMethod { get; set; }

    public List<string> PaymentMethodTypes { get; set; }
}
