using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Places;

namespace O2O.Dispatch.Client.Tests;

/// <summary>The example of docs/reference/client.md, which a test runs and another compares with the page.</summary>
public static class ClientExample
{
    public static async Task<string> RunAsync(Uri server, string token)
    {
        // example
        var settings = new DispatchClientSettings { Token = _ => ValueTask.FromResult<string?>(token) };
        using var client = new DispatchClient(server, settings);

        var quote = await client.Customer.QuoteAsync(new QuoteBody("hohenmarkt", "ride", [new WirePoint(9.01, 48.01), new WirePoint(9.04, 48.03)]));
        var job = await client.Customer.OrderAsync(new OrderBody(quote.Quote));

        await using var hub = client.CustomerHub();
        await hub.StartAsync();
        var ended = new TaskCompletionSource<JobResource>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var following = await hub.FollowJobAsync(job.JobId, news =>
        {
            // First a snapshot, then every event after it, also those that a lost connection kept back.
            var latest = news.Event?.Job ?? news.Snapshot?.Jobs.FirstOrDefault();
            if (latest is { Ended: true })
            {
                ended.TrySetResult(latest);
            }

            return ValueTask.CompletedTask;
        });

        var last = await ended.Task;
        var receipt = await client.Customer.ReceiptAsync(job.JobId);
        return $"{last.State}: {receipt.CapturedMinorUnits} {receipt.Currency} minor units charged";
        // end of example
    }
}
