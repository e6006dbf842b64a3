namespace Stripe;

/// <summary>The request that caused the event.</summary>
public class EventRequest : StripeEntity<EventRequest>, IHasId
{
    public string Id { get; set; }

    public string IdempotencyKey { get; set; }
}
