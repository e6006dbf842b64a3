using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>An error as it is told (RFC 9457, application/problem+json).</summary>
/// <param name="Type">The documented slug as a relative address, <c>/problems/{slug}</c>.</param>
/// <param name="Title">The slug in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Slug">Names the error; listed in docs/reference/api.md.</param>
/// <param name="Detail">What was wrong and what to do.</param>
/// <param name="TraceId">Finds the request in logs and traces.</param>
/// <param name="Errors">Of bad input: every fault, by field.</param>
public sealed record ProblemResource(
    string Type, string Title, int Status, string Slug, string? Detail, string? TraceId, ImmutableSortedDictionary<string, ImmutableArray<string>>? Errors = null);
