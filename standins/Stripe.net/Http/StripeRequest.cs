using System.Net.Http.Headers;
using System.Text;
using Stripe.Infrastructure;

namespace Stripe;

/// <summary>One request: what is asked, of whom, as whom. The same object is sent again when a request is repeated, so the idempotency key is the same too.</summary>
public class StripeRequest
{
    private readonly string _form;

    /// <exception cref="StripeException">There is no API key.</exception>
    public StripeRequest(IStripeClient client, HttpMethod method, string path, BaseOptions options, RequestOptions requestOptions)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(path);
        Method = method;
        var form = FormEncoder.Encode(options);
        var inBody = method == HttpMethod.Post;
        _form = inBody ? form : null;
        Uri = new Uri(client.ApiBase + path + (inBody || form.Length == 0 ? "" : (path.Contains('?') ? "&" : "?") + form));
        AuthorizationHeader = new AuthenticationHeaderValue("Bearer", Key(requestOptions?.ApiKey ?? client.ApiKey ?? StripeConfiguration.ApiKey));
        StripeHeaders = Headers(method, requestOptions);
    }

    public HttpMethod Method { get; }

    public Uri Uri { get; }

    public AuthenticationHeaderValue AuthorizationHeader { get; }

    public IDictionary<string, string> StripeHeaders { get; }

    /// <summary>The form; null for anything but a POST. A new one each time, since a sent one cannot be sent again.</summary>
    public HttpContent Content => _form is null ? null : new StringContent(_form, Encoding.UTF8, "application/x-www-form-urlencoded");

    public override string ToString() => $"<{GetType().FullName} Method={Method} Uri={Uri}>";

    private static string Key(string key)
    {
        if (string.IsNullOrEmpty(key))
        {
            throw new StripeException("No API key: give one to the client, to the request, or to StripeConfiguration.ApiKey.");
        }

        return key.Any(char.IsWhiteSpace) ? throw new StripeException("The API key holds white space.") : key;
    }

    private static Dictionary<string, string> Headers(HttpMethod method, RequestOptions options)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Stripe-Version"] = StripeConfiguration.ApiVersion };
        void Add(string name, string value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                headers[name] = value;
            }
        }

        Add("Stripe-Account", options?.StripeAccount);
        Add("Stripe-Context", options?.StripeContext);
        Add("Stripe-Request-Trigger", options?.StripeRequestTrigger);
        Add("Idempotency-Key", options?.IdempotencyKey is { Length: > 0 } key ? key : method == HttpMethod.Post ? Guid.NewGuid().ToString() : null);
        return headers;
    }
}
