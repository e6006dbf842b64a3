namespace Stripe;

/// <summary>Who builds on the client; stands in the user agent.</summary>
public class AppInfo
{
    public string Name { get; set; }

    public string PartnerId { get; set; }

    public string Version { get; set; }

    public string Url { get; set; }

    public string FormatUserAgent() => Name + (string.IsNullOrEmpty(Version) ? null : $"/{Version}") + (string.IsNullOrEmpty(Url) ? null : $" ({Url})");
}
