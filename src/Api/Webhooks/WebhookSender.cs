using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts.Webhooks;

namespace O2O.Dispatch.Api.Webhooks;

/// <summary>
/// Sends one webhook and tells what came of it. The address is looked up and checked for each connection, and the checked address is the one connected to: a name that turns round between the two gains nothing.
/// No proxy, no redirect, no cookie, no compressed answer, no trace header. Thread-safe.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    private const int KeptCharacters = 1_024;
    private const int HeaderKibibytes = 16;

    private readonly WebhookOptions _options;
    private readonly IHostAddresses _addresses;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public WebhookSender(IOptions<WebhookOptions> options, IHostAddresses addresses, TimeProvider time)
    {
        (_options, _addresses, _time) = (options.Value, addresses, time);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = HeaderKibibytes,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),

            // Endpoints on one server never wait for each other's connections: the wait would count as theirs.
            MaxConnectionsPerServer = _options.AtOnce,
            ConnectCallback = Connect,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Tries once.</summary>
    /// <exception cref="OperationCanceledException">This node stops; nothing is known of the try.</exception>
    public async Task<WebhookAttempt> Send(WebhookEndpoint endpoint, WebhookDelivery delivery, string body, CancellationToken cancellationToken)
    {
        var at = _time.GetUtcNow();
        var begun = _time.GetTimestamp();
        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // The rules may have become stricter since the endpoint was made.
            if (WebhookTargets.Fault(endpoint.Url, _options) is { } refused)
            {
                throw new WebhookTargetException(refused);
            }

            using var request = Request(endpoint, delivery, body, at);
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var status = (int)answer.StatusCode;
            var text = await Beginning(answer, either.Token);
            return Attempt(status, answer.IsSuccessStatusCode ? null : status is >= 300 and < 400 ? $"status {status}: redirects are not followed" : $"status {status}", text);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return Attempt(null, Words(fault), null);
        }

        WebhookAttempt Attempt(int? status, string? fault, string? answer) =>
            new(at, status, (int)Math.Min(int.MaxValue, _time.GetElapsedTime(begun).TotalMilliseconds), fault is null ? null : Plain(fault), answer is null ? null : Plain(answer));
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Request(WebhookEndpoint endpoint, WebhookDelivery delivery, string body, DateTimeOffset at)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.TryAddWithoutValidation("User-Agent", "O2O-Dispatch-Webhooks/1");
        request.Headers.TryAddWithoutValidation(WebhookSignature.Header, WebhookSignature.Of(endpoint, body, at));
        request.Headers.TryAddWithoutValidation("O2O-Event-Id", delivery.Event);
        request.Headers.TryAddWithoutValidation("O2O-Delivery-Id", delivery.Id.ToString("N"));
        request.Headers.TryAddWithoutValidation("O2O-Attempt", (delivery.Attempts + 1).ToString(CultureInfo.InvariantCulture));
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        return request;
    }

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await _addresses.Of(context.DnsEndPoint.Host, cancellationToken);
        if (addresses.Length == 0)
        {
            throw new WebhookTargetException("The name has no address.");
        }

        // One closed address among open ones is refused, too: whoever gives such a set is trying something.
        if (!Array.TrueForAll(addresses, address => WebhookTargets.Allows(address, _options.AllowLoopback)))
        {
            throw new WebhookTargetException("The address is not of the public internet.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The beginning of an answer. The status was said before it: an answer that is too long, or breaks off, changes nothing.</summary>
    private async Task<string?> Beginning(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(_options.AnswerBytes);
        var length = 0;
        try
        {
            await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
            while (length < _options.AnswerBytes && await stream.ReadAsync(buffer.AsMemory(length, _options.AnswerBytes - length), cancellationToken) is var read and > 0)
            {
                length += read;
            }

            return Text();
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException or OperationCanceledException)
        {
            return Text();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        string? Text() => length == 0 ? null : Encoding.UTF8.GetString(buffer, 0, Math.Min(length, KeptCharacters * 4));
    }

    private string Words(Exception fault)
    {
        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case WebhookTargetException:
                    return $"refused: {inner.Message}";
                case OperationCanceledException:
                    return string.Create(CultureInfo.InvariantCulture, $"no answer within {_options.Timeout.TotalSeconds:0.#} s");
                case SocketException socket:
                    return $"connection: {socket.SocketErrorCode}";
                case AuthenticationException:
                    return "tls: the certificate is not accepted, or there is no common protocol";
            }
        }

        return fault is HttpRequestException http ? $"http: {http.HttpRequestError}" : $"fault: {fault.GetType().Name}";
    }

    /// <summary>Text that every store takes: without control characters and halves of pairs, and not too long.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(Math.Min(text.Length, KeptCharacters));
        foreach (var rune in text.EnumerateRunes())
        {
            if (plain.Length + rune.Utf16SequenceLength > KeptCharacters)
            {
                break;
            }

            plain.Append(Rune.IsControl(rune) && rune.Value is not ('\n' or '\t') ? " " : rune.ToString());
        }

        return plain.ToString();
    }
}
