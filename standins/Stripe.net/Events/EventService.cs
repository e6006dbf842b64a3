namespace Stripe;

/// <summary>Events of the last days.</summary>
public class EventService : Service
{
    public EventService()
    {
    }

    public EventService(IStripeClient client)
        : base(client)
    {
    }

    public virtual Task<Event> GetAsync(string id, EventGetOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<Event>(HttpMethod.Get, $"/v1/events/{Id(id)}", options, requestOptions, cancellationToken);

    public virtual Task<StripeList<Event>> ListAsync(EventListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        RequestAsync<StripeList<Event>>(HttpMethod.Get, "/v1/events", options, requestOptions, cancellationToken);

    public virtual IAsyncEnumerable<Event> ListAutoPagingAsync(EventListOptions options = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) =>
        Pages<Event>("/v1/events", options, requestOptions, cancellationToken);
}
