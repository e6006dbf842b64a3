namespace Stripe;

/// <summary>An object that says what it is.</summary>
public interface IHasObject
{
    string Object { get; set; }
}
