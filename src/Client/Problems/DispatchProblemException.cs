using System.Collections.Immutable;

namespace O2O.Dispatch.Client.Problems;

/// <summary>The server refused a request and said why (problem+json). The slugs are listed in docs/reference/api.md.</summary>
public sealed class DispatchProblemException : Exception
{
    /// <summary>The slug of an answer that is not the API's: something on the way has answered. Its first 200 characters are the detail.</summary>
    public const string Foreign = "foreign_answer";

    /// <summary>A refusal.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="slug">What kind.</param>
    /// <param name="detail">What was wrong and what to do.</param>
    /// <param name="traceId">Finds the request in the server's logs.</param>
    /// <param name="errors">Of bad input: every fault, by field.</param>
    /// <param name="retryAfter">How long the server asks to wait.</param>
    public DispatchProblemException(
        int status, string slug, string? detail, string? traceId, ImmutableSortedDictionary<string, ImmutableArray<string>>? errors, TimeSpan? retryAfter)
        : base(Say(status, slug, detail, traceId, errors)) =>
        (Status, Slug, Detail, TraceId, Errors, RetryAfter) =
            (status, slug, detail, traceId, errors ?? ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty, retryAfter);

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>What kind of refusal, for programs: <c>quote_expired</c>, <c>job_unknown</c>, ...</summary>
    public string Slug { get; }

    /// <summary>What was wrong and what to do, for people; null when the server says no more.</summary>
    public string? Detail { get; }

    /// <summary>Finds the request in the server's logs; null when an answer has none.</summary>
    public string? TraceId { get; }

    /// <summary>Of bad input every fault by field; empty otherwise.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Errors { get; }

    /// <summary>How long the server asks to wait before the request is repeated; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; }

    private static string Say(int status, string slug, string? detail, string? traceId, ImmutableSortedDictionary<string, ImmutableArray<string>>? errors)
    {
        var faults = errors is null ? "" : string.Concat(errors.Select(field => $" {field.Key}: {string.Join(' ', field.Value)}"));
        return $"{status} {slug}: {detail}{faults}{(traceId is null ? "" : $" (trace {traceId})")}";
    }
}
