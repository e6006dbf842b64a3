using NBomber.Contracts;

namespace NBomber.CSharp;

/// <summary>Makes responses.</summary>
public static class Response
{
    private static readonly Response<object> Good = new(false, "", 0, "", 0);
    private static readonly Response<object> Bad = new(true, "", 0, "", 0);

    /// <summary>It went well.</summary>
    public static Response<object> Ok() => Good;

    /// <summary>It failed.</summary>
    public static Response<object> Fail() => Bad;

    /// <summary>It went well.</summary>
    /// <param name="statusCode">The HTTP status, or a word of one's own.</param>
    /// <param name="sizeBytes">Of the answer.</param>
    /// <param name="message">More for people.</param>
    /// <param name="customLatencyMs">Counts in place of the measured latency; 0 for the measured one.</param>
    public static Response<object> Ok(string statusCode = "", long sizeBytes = 0, string message = "", double customLatencyMs = 0) =>
        new(false, statusCode, sizeBytes, message, customLatencyMs);

    /// <summary>It failed.</summary>
    /// <param name="statusCode">The HTTP status, or a word of one's own.</param>
    /// <param name="message">More for people.</param>
    /// <param name="sizeBytes">Of the answer.</param>
    /// <param name="customLatencyMs">Counts in place of the measured latency; 0 for the measured one.</param>
    public static Response<object> Fail(string statusCode = "", string message = "", long sizeBytes = 0, double customLatencyMs = 0) =>
        new(true, statusCode, sizeBytes, message, customLatencyMs);
}
