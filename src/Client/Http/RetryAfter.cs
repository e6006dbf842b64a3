using System.Net.Http.Headers;

namespace O2O.Dispatch.Client.Http;

/// <summary>How long an answer asks to wait.</summary>
internal static class RetryAfter
{
    /// <summary>The header's name.</summary>
    public const string Name = "Retry-After";

    /// <summary>Reads the header, seconds or a date.</summary>
    /// <param name="header">As it came; null for none.</param>
    /// <param name="now">When it came, for dates.</param>
    /// <returns>Null when it does not say.</returns>
    public static TimeSpan? Read(string? header, DateTimeOffset now) => RetryConditionHeaderValue.TryParse(header, out var asked) ? Read(asked, now) : null;

    /// <summary>Reads the header, seconds or a date.</summary>
    /// <param name="asked">As it came; null for none.</param>
    /// <param name="now">When it came, for dates.</param>
    /// <returns>Null when it does not say; not below zero.</returns>
    public static TimeSpan? Read(RetryConditionHeaderValue? asked, DateTimeOffset now) => asked switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };
}
