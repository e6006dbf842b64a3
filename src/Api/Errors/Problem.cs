using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Json;

namespace O2O.Dispatch.Api.Errors;

/// <summary>An error as it is told: problem+json with a documented slug.</summary>
public sealed class Problem : IResult, IEndpointMetadataProvider
{
    /// <summary>The media type of RFC 9457.</summary>
    public const string MediaType = "application/problem+json";

    private readonly ImmutableSortedDictionary<string, ImmutableArray<string>>? _errors;

    private Problem(int status, string slug, string? detail, int? retryAfterSeconds = null, ImmutableSortedDictionary<string, ImmutableArray<string>>? errors = null)
    {
        Status = status;
        Slug = slug;
        Detail = detail;
        RetryAfterSeconds = retryAfterSeconds;
        _errors = errors;
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The documented slug.</summary>
    public string Slug { get; }

    /// <summary>What was wrong and what to do; null when the slug says all.</summary>
    public string? Detail { get; }

    /// <summary>After how many seconds to try again; null when that is of no use.</summary>
    public int? RetryAfterSeconds { get; }

    /// <summary>A problem by status and slug.</summary>
    public static Problem Of(int status, string slug, string? detail = null, int? retryAfterSeconds = null) => new(status, slug, detail, retryAfterSeconds);

    /// <summary>A rejection of a command.</summary>
    public static Problem Of(Rejection why, string? detail = null) => new(RejectionStatus.Of(why), RejectionStatus.Slug(why), detail);

    /// <summary>Somebody else's change came first.</summary>
    /// <param name="stands">The version that stands.</param>
    public static Problem Overtaken(long stands) => Of(409, "conflict", $"Somebody else changed it: version {stands} stands. Read it again, and send the change with that version.");

    /// <summary>Bad input with every fault by field.</summary>
    public static Problem Invalid(params IEnumerable<(string Field, string Fault)> faults)
    {
        var errors = faults.GroupBy(fault => fault.Field, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(group => group.Key, group => group.Select(fault => fault.Fault).ToImmutableArray(), StringComparer.Ordinal);
        return new Problem(
            StatusCodes.Status400BadRequest,
            "input_invalid",
            string.Join(' ', errors.SelectMany(error => error.Value.Select(fault => $"{error.Key}: {fault}"))),
            errors: errors);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status400BadRequest, typeof(ProblemResource), [MediaType]));

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        if (Status == StatusCodes.Status413PayloadTooLarge && HttpProtocol.IsHttp11(httpContext.Request.Protocol))
        {
            // What was not read of the body is not read any more, and the connection ends: the next request must not be sent on it.
            response.Headers.Connection = "close";
        }

        if (RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        var body = new ProblemResource(
            $"/problems/{Slug}", Title(Slug), Status, Slug, Detail, System.Diagnostics.Activity.Current?.TraceId.ToString() ?? httpContext.TraceIdentifier, _errors);
        return JsonSerializer.SerializeAsync(response.Body, body, HttpJson.Options, httpContext.RequestAborted);
    }

    private static string Title(string slug) => char.ToUpperInvariant(slug[0]) + slug[1..].Replace('_', ' ');
}
