namespace Stripe;

/// <summary>An object with an id of its own.</summary>
public interface IHasId
{
    string Id { get; set; }
}
