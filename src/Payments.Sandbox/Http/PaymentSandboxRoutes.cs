using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace O2O.Dispatch.Payments.Sandbox.Http;

/// <summary>The sandbox over HTTP: the API under <c>/v1</c>, and under <c>/sandbox</c> what stands in for the cardholder and for bad luck.</summary>
public static class PaymentSandboxRoutes
{
    /// <summary>The header that makes one request go wrong: a name of <see cref="SandboxFault"/> in snake_case.</summary>
    public const string FaultHeader = "Sandbox-Fault";

    /// <summary>The longest body, in bytes.</summary>
    public const int MaxBody = 64 * 1024;

    /// <summary>Maps the sandbox's routes.</summary>
    public static IEndpointRouteBuilder MapPaymentSandbox(this IEndpointRouteBuilder routes)
    {
        routes.Map("/v1/{**rest}", Api);
        routes.MapGet("/sandbox/authenticate/{intent}", Ask);
        routes.MapPost("/sandbox/authenticate/{intent}", Authenticate);
        routes.MapPost("/sandbox/faults", Inject);
        return routes;
    }

    private static async Task Api(HttpContext context, PaymentSandbox sandbox)
    {
        var request = context.Request;
        var response = context.Response;
        response.ContentType = "application/json";
        if (!IsKey(request.Headers.Authorization.ToString()))
        {
            await Refuse(response, 401, "invalid_request_error", "No valid API key was given: send a test key as a Bearer token.");
            return;
        }

        if (request.ContentLength > MaxBody)
        {
            await Refuse(response, 413, "invalid_request_error", "The body is too long.");
            return;
        }

        if (!TryFault(request.Headers[FaultHeader].ToString(), out var fault))
        {
            await Refuse(response, 400, "invalid_request_error", "The fault asked for is unknown.");
            return;
        }

        var key = request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } given ? given : null;
        if (key?.Length > 255)
        {
            await Refuse(response, 400, "invalid_request_error", "An idempotency key has at most 255 characters.");
            return;
        }

        if (await Parameters(request, context.RequestAborted) is not { } parameters)
        {
            await Refuse(response, 413, "invalid_request_error", "The body is too long.");
            return;
        }

        var answer = await sandbox.Send(
            request.Headers["Stripe-Account"].ToString(), request.Method, request.Path.Value!, parameters, key, fault, context.RequestAborted);
        if (answer.Status == 0)
        {
            context.Abort();
            return;
        }

        response.StatusCode = answer.Status;
        response.Headers["Request-Id"] = answer.RequestId;
        response.Headers["Stripe-Version"] = PaymentSandbox.ApiVersion;
        if (key is not null)
        {
            response.Headers["Idempotency-Key"] = key;
        }

        if (answer.Replayed)
        {
            response.Headers["Idempotent-Replayed"] = "true";
        }

        // A stored 500 stays a 500: asking again is of no use, and the answer says so.
        if (answer.Status >= 500)
        {
            response.Headers["Stripe-Should-Retry"] = "false";
        }

        await response.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static IResult Ask(string intent, string? outcome, PaymentSandbox sandbox)
    {
        if (outcome is null)
        {
            var name = WebUtility.HtmlEncode(intent);
            return Results.Content($"<!doctype html><title>Confirm</title><p>Payment {name}</p><form method=\"get\"><button name=\"outcome\" value=\"succeeded\">Confirm</button> <button name=\"outcome\" value=\"failed\">Refuse</button></form>", "text/html");
        }

        var agrees = outcome == "succeeded";
        if (!sandbox.Authenticate(intent, agrees, out var back))
        {
            return Results.NotFound();
        }

        return back is null
            ? Results.Content($"<!doctype html><title>Done</title><p>{(agrees ? "Confirmed." : "Refused.")}</p>", "text/html")
            : Results.Redirect(QueryHelpers.AddQueryString(back, new Dictionary<string, string?> { ["payment_intent"] = intent, ["redirect_status"] = agrees ? "succeeded" : "failed" }));
    }

    private static async Task<IResult> Authenticate(string intent, HttpRequest request, PaymentSandbox sandbox) =>
        await Parameters(request, request.HttpContext.RequestAborted) is { } form && sandbox.Authenticate(intent, !form.Any(pair => pair is { Key: "outcome", Value: "failed" }), out _)
            ? Results.NoContent()
            : Results.NotFound();

    private static async Task<IResult> Inject(HttpRequest request, PaymentSandbox sandbox)
    {
        var faults = new List<SandboxFault>();
        foreach (var (key, value) in await Parameters(request, request.HttpContext.RequestAborted) ?? [])
        {
            if (key is not "fault" || !TryFault(value, out var fault))
            {
                return Results.BadRequest($"Unknown fault: {value}");
            }

            faults.Add(fault);
        }

        sandbox.Inject(faults);
        return Results.NoContent();
    }

    private static bool IsKey(string authorization)
    {
        var key = authorization.StartsWith("Bearer ", StringComparison.Ordinal) ? authorization["Bearer ".Length..]
            : authorization.StartsWith("Basic ", StringComparison.Ordinal) && TryBasic(authorization["Basic ".Length..], out var user) ? user
            : "";
        return key.StartsWith("sk_test_", StringComparison.Ordinal) || key.StartsWith("rk_test_", StringComparison.Ordinal);
    }

    private static bool TryBasic(string coded, out string user)
    {
        var bytes = new byte[coded.Length];
        var read = Convert.TryFromBase64String(coded, bytes, out var length);
        user = read ? Encoding.UTF8.GetString(bytes, 0, length).Split(':')[0] : "";
        return read;
    }

    private static bool TryFault(string name, out SandboxFault fault)
    {
        fault = SandboxFault.None;
        return name.Length == 0 || (!char.IsAsciiDigit(name[0]) && Enum.TryParse(name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out fault));
    }

    /// <summary>Query and form, in the order sent; null when the body is too long.</summary>
    private static async Task<IReadOnlyList<KeyValuePair<string, string>>?> Parameters(HttpRequest request, CancellationToken cancellationToken)
    {
        var all = new List<KeyValuePair<string, string>>();
        Read(request.QueryString.Value ?? "", all);
        var buffer = new byte[4096];
        using var body = new MemoryStream();
        for (int count; (count = await request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (body.Length + count > MaxBody)
            {
                return null;
            }

            body.Write(buffer, 0, count);
        }

        Read(Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length), all);
        return all;
    }

    private static void Read(string form, List<KeyValuePair<string, string>> into)
    {
        foreach (var part in new QueryStringEnumerable(form))
        {
            into.Add(new(part.DecodeName().ToString(), part.DecodeValue().ToString()));
        }
    }

    private static Task Refuse(HttpResponse response, int status, string type, string message)
    {
        response.StatusCode = status;
        if (status == StatusCodes.Status413PayloadTooLarge)
        {
            // What is left of the body is not read: the connection ends.
            response.Headers.Connection = "close";
        }

        return response.WriteAsync(new System.Text.Json.Nodes.JsonObject { ["error"] = new System.Text.Json.Nodes.JsonObject { ["type"] = type, ["message"] = message } }.ToJsonString());
    }
}
