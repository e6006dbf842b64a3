using System.Text;

namespace O2O.Dispatch.Payments.Sandbox.Webhooks;

/// <summary>Delivers events, signed at the time of each attempt, and tries again with waits that double. Any 2xx is taken as received.</summary>
internal sealed class WebhookSender(SandboxSettings settings, TimeProvider time, HttpClient http)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _underWay = [];
    private int _givenUp;

    public int GivenUp => Volatile.Read(ref _givenUp);

    public Task Send(string url, string secret, string body)
    {
        var sending = Deliver(url, secret, body);
        lock (_gate)
        {
            _underWay.RemoveWhere(task => task.IsCompleted);
            _underWay.Add(sending);
        }

        return sending;
    }

    public Task Drain()
    {
        lock (_gate)
        {
            return Task.WhenAll(_underWay);
        }
    }

    private async Task Deliver(string url, string secret, string body)
    {
        // The caller holds the sandbox's lock: everything from here on happens outside of it.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var wait = TimeSpan.FromSeconds(1);
        for (var attempt = 0; attempt <= settings.WebhookRetries; attempt++)
        {
            if (attempt > 0)
            {
                await Task.Delay(wait, time);
                wait *= 2;
            }

            try
            {
                using var limit = new CancellationTokenSource(settings.WebhookTimeout, time);
                using var message = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
                message.Headers.TryAddWithoutValidation("Stripe-Signature", WebhookSignature.Header(secret, time.GetUtcNow().ToUnixTimeSeconds(), body));
                using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception lost) when (lost is HttpRequestException or OperationCanceledException)
            {
                // Nobody listens, or not fast enough: as a refusal.
            }
        }

        Interlocked.Increment(ref _givenUp);
    }
}
