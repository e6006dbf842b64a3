using Microsoft.AspNetCore.Http;

namespace O2O.Dispatch.Api.Errors;

/// <summary>Gives a body to an answer that is a status alone: what routing, authentication and authorization refuse.</summary>
internal static class StatusProblems
{
    public static Problem Of(int status) => status switch
    {
        400 => Problem.Of(400, "input_invalid"),
        401 => Problem.Of(401, "unauthenticated", "Send a valid token (Authorization: Bearer) or key (X-Api-Key)."),
        403 => Problem.Of(403, "forbidden", "This caller may not do that: neither its role nor a scope of its key is one that this address asks for."),
        404 => Problem.Of(404, "not_found", "There is nothing at this address."),
        405 => Problem.Of(405, "method_not_allowed"),
        413 => Problem.Of(413, "too_large", "The body is larger than this server takes."),
        415 => Problem.Of(415, "media_type_unsupported", "Send application/json."),
        429 => Problem.Of(429, "rate_limited"),
        503 => Problem.Of(503, "unavailable", null, 2),
        _ => Problem.Of(status, "fault"),
    };
}
