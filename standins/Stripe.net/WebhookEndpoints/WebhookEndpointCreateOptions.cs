namespace Stripe;

/// <summary>Parameters of a new endpoint.</summary>
public class WebhookEndpointCreateOptions : BaseOptions, IHasMetadata
{
    public string ApiVersion { get; set; }

    public bool? Connect { get; set; }

    public string Description { get; set; }

    public List<string> EnabledEvents { get; set; }

    public Dictionary<string, string> Metadata { get; set; }

    public string Url { get; set; }
}
