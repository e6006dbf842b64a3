namespace Stripe;

/// <summary>The object as it was when the event happened.</summary>
public class EventData : StripeEntity<EventData>
{
    public IHasObject Object { get; set; }
}
