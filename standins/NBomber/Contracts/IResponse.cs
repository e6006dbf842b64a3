namespace NBomber.Contracts;

/// <summary>How an action ended.</summary>
public interface IResponse
{
    /// <summary>The HTTP status, or a word of the test's own; empty for none.</summary>
    string StatusCode { get; }

    /// <summary>Whether it failed.</summary>
    bool IsError { get; }

    /// <summary>How large the answer was, in bytes; 0 where nobody counted.</summary>
    long SizeBytes { get; }

    /// <summary>A latency in milliseconds that counts in place of the measured one; 0 for the measured one.</summary>
    double CustomLatencyMs { get; }

    /// <summary>More for people; empty for nothing.</summary>
    string Message { get; }
}
