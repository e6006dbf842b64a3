namespace Stripe;

/// <summary>An object, or parameters, that carry the caller's own pairs.</summary>
public interface IHasMetadata
{
    Dictionary<string, string> Metadata { get; set; }
}
