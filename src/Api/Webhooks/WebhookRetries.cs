namespace O2O.Dispatch.Api.Webhooks;

/// <summary>How long to wait between tries.</summary>
internal static class WebhookRetries
{
    private const int MostDoublings = 20;

    /// <summary>The wait after so many failed tries: it doubles with each, less up to a fifth at random, so that what failed together does not come back together.</summary>
    /// <param name="failed">Failed tries, 1 or more.</param>
    /// <param name="delivery">The same delivery waits the same.</param>
    /// <param name="options">The first wait, and the seed.</param>
    public static TimeSpan After(int failed, Guid delivery, WebhookOptions options)
    {
        Span<byte> bytes = stackalloc byte[16];
        delivery.TryWriteBytes(bytes);
        var random = new Random(unchecked((BitConverter.ToInt32(bytes[8..]) * 31) + (BitConverter.ToInt32(bytes[12..]) * 17) + (failed * 7919) + options.Seed));
        return options.FirstRetry * (1L << Math.Min(failed - 1, MostDoublings)) * (1 - (random.NextDouble() / 5));
    }
}
