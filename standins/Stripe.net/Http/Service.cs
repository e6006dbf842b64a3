using System.Runtime.CompilerServices;

namespace Stripe;

/// <summary>The calls about one kind of object.</summary>
public abstract class Service
{
    private IStripeClient _client;

    protected Service()
    {
    }

    protected Service(IStripeClient client) => _client = client;

    public IStripeClient Client
    {
        get => _client ?? StripeConfiguration.StripeClient;
        set => _client = value;
    }

    internal Task<T> RequestAsync<T>(HttpMethod method, string path, BaseOptions options, RequestOptions requestOptions, CancellationToken cancellationToken)
        where T : IStripeEntity => Client.RequestAsync<T>(method, path, options, requestOptions, cancellationToken);

    /// <summary>Everything from where the options say on, page after page as it is read; with <see cref="ListOptions.EndingBefore"/> towards the newest.</summary>
    internal async IAsyncEnumerable<T> Pages<T>(string path, ListOptions options, RequestOptions requestOptions, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : IStripeEntity, IHasId
    {
        var asked = (ListOptions)options?.Clone() ?? new ListOptions();
        var backward = !string.IsNullOrEmpty(asked.EndingBefore);
        while (true)
        {
            var page = await RequestAsync<StripeList<T>>(HttpMethod.Get, path, asked, requestOptions, cancellationToken);
            if (backward)
            {
                page.Reverse();
            }

            foreach (var item in page)
            {
                yield return item;
            }

            if (!page.HasMore || page.Data is not { Count: > 0 })
            {
                yield break;
            }

            asked.StartingAfter = backward ? null : page.Data[^1].Id;
            asked.EndingBefore = backward ? page.Data[^1].Id : null;
        }
    }

    /// <summary>An id as a part of a path; an empty one would name the whole list.</summary>
    internal static string Id(string id, [CallerArgumentExpression(nameof(id))] string name = null) =>
        string.IsNullOrWhiteSpace(id) ? throw new ArgumentException("The id is empty.", name) : Uri.EscapeDataString(id);
}
