using System.Globalization;

namespace Orleans;

/// <summary>How long a caller of this method waits for the answer.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ResponseTimeoutAttribute : Attribute
{
    /// <summary>A span as text, "00:00:05" for five seconds.</summary>
    public ResponseTimeoutAttribute(string timeout) => Timeout = TimeSpan.Parse(timeout, CultureInfo.InvariantCulture);

    /// <summary>The span.</summary>
    public TimeSpan? Timeout { get; init; }
}
