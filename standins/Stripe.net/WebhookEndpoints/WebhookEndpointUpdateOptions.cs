namespace Stripe;

/// <summary>Parameters of a change.</summary>
public class WebhookEndpointUpdateOptions : BaseOptions, IHasMetadata
{
    public string Description { get; set; }

    public bool? Disabled { get; set; }

    public List<string> EnabledEvents { get; set; }

    public Dictionary<string, string> Metadata { get; set; }

    public string Url { get; set; }
}
