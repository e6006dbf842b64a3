using System.Net;
using System.Text;
using Stripe;

namespace O2O.Dispatch.StripeNet.Tests;

/// <summary>Answers requests from a list, and remembers what it was asked. An answer that is null is a lost connection.</summary>
internal sealed class Wire(params (int Status, string Body)?[] answers) : HttpMessageHandler
{
    private readonly Queue<(int Status, string Body)?> _answers = new(answers);

    public List<(HttpMethod Method, Uri Uri, string Body, Dictionary<string, string> Headers)> Asked { get; } = [];

    public string ShouldRetry { get; init; }

    public StripeClient Client(int retries = 2, string key = "sk_test_1", string account = null) => new(new StripeClientOptions
    {
        ApiKey = key,
        ApiBase = "http://stripe.test",
        StripeAccount = account,
        HttpClient = new SystemNetHttpClient(new HttpClient(this), retries) { NetworkRetriesSleep = false },
    });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        Asked.Add((request.Method, request.RequestUri, body, request.Headers.ToDictionary(header => header.Key, header => string.Join(' ', header.Value), StringComparer.OrdinalIgnoreCase)));
        var answer = _answers.Dequeue() ?? throw new HttpRequestException("The connection was lost.");
        var message = new HttpResponseMessage((HttpStatusCode)answer.Status) { Content = new StringContent(answer.Body, Encoding.UTF8, "application/json") };
        message.Headers.Add("Request-Id", "req_1");
        if (ShouldRetry is not null)
        {
            message.Headers.Add("Stripe-Should-Retry", ShouldRetry);
        }

        return message;
    }
}
