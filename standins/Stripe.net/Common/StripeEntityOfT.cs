namespace Stripe;

/// <summary>An object of the API that can be read from JSON by its own name.</summary>
public abstract class StripeEntity<T> : StripeEntity
    where T : StripeEntity<T>
{
    public static new T FromJson(string value) => FromJson<T>(value);
}
