namespace NBomber.Contracts;

/// <summary>How an action ended. Made by <see cref="CSharp.Response"/>.</summary>
/// <typeparam name="T">The payload's type, which the real package carries and this one does not.</typeparam>
public sealed class Response<T> : IResponse
{
    internal Response(bool isError, string statusCode, long sizeBytes, string message, double customLatencyMs) =>
        (IsError, StatusCode, SizeBytes, Message, CustomLatencyMs) = (isError, statusCode ?? "", sizeBytes, message ?? "", customLatencyMs);

    /// <inheritdoc/>
    public string StatusCode { get; }

    /// <inheritdoc/>
    public bool IsError { get; }

    /// <inheritdoc/>
    public long SizeBytes { get; }

    /// <inheritdoc/>
    public double CustomLatencyMs { get; }

    /// <inheritdoc/>
    public string Message { get; }
}
