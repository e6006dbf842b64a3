using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using O2O.Dispatch.Contracts.Json;

namespace O2O.Dispatch.Api.Jobs;

/// <summary>An answer of 200 that is written in one piece with its length, for the most frequent requests: in chunks it costs both ends more than the answer itself.</summary>
/// <param name="value">The answer.</param>
internal sealed class JsonBytes<T>(T value) : IResult, IEndpointMetadataProvider
{
    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, HttpJson.Options);
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        httpContext.Response.ContentLength = bytes.Length;
        return httpContext.Response.BodyWriter.WriteAsync(bytes, httpContext.RequestAborted).AsTask();
    }
}
