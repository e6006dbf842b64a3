using System.Data.Common;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts.Storage;

namespace O2O.Dispatch.Api.Errors;

/// <summary>The one place where exceptions become answers, the same in Development and Production: bad input is named, a store that cannot be reached is 503, anything else is a 500 without detail.</summary>
internal sealed partial class Faults(RequestDelegate next, ILogger<Faults> log)
{
    private const int ClientClosedRequest = 499;

    public async Task Invoke(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception fault)
        {
            if (context.RequestAborted.IsCancellationRequested && fault is OperationCanceledException or IOException)
            {
                // For the logs alone: nobody is there to read it, and once an answer has begun its status is out.
                if (!context.Response.HasStarted)
                {
                    context.Response.StatusCode = ClientClosedRequest;
                }

                return;
            }

            var problem = Of(fault);
            if (problem.Status == StatusCodes.Status500InternalServerError)
            {
                Failed(log, context.Request.Method, context.GetEndpoint()?.DisplayName, fault);
            }
            else if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            {
                Unavailable(log, context.Request.Method, context.GetEndpoint()?.DisplayName, fault.GetBaseException().Message);
            }

            if (context.Response.HasStarted)
            {
                throw;
            }

            context.Response.Clear();
            await problem.ExecuteAsync(context);
        }
    }

    /// <summary>The answer to an exception.</summary>
    public static Problem Of(Exception fault) => fault switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problem.Of(413, "too_large", "The body is larger than this server takes."),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } => Problem.Of(415, "media_type_unsupported", "Send application/json."),
        BadHttpRequestException { InnerException: JsonException json } => Problem.Invalid(BadInput.Of(json)),
        BadHttpRequestException bad => Problem.Invalid(BadInput.Of(bad.Message)),
        AggregateException { InnerExceptions: [var one] } => Of(one),
        _ when Find<StoreUnavailableException>(fault) is not null || Find<DbException>(fault) is { IsTransient: true } => Problem.Of(503, "store_unavailable", "The store cannot be reached just now. Send the same request again, with the same Idempotency-Key.", 2),
        TimeoutException => Problem.Of(503, "unavailable", "It took too long to find out. Send the same request again, with the same Idempotency-Key.", 2),
        Orleans.Runtime.OrleansException => Problem.Of(503, "unavailable", "A part of this system cannot be reached just now. Send the same request again, with the same Idempotency-Key.", 1),
        _ => Problem.Of(500, "fault", "Something went wrong here. The trace id finds it in the logs."),
    };

    private static TFault? Find<TFault>(Exception? fault)
        where TFault : Exception
    {
        for (; fault is not null; fault = fault.InnerException)
        {
            if (fault is TFault found)
            {
                return found;
            }
        }

        return null;
    }

    [LoggerMessage(2001, LogLevel.Error, "{Method} {Endpoint} failed")]
    private static partial void Failed(ILogger log, string method, string? endpoint, Exception fault);

    [LoggerMessage(2002, LogLevel.Warning, "{Method} {Endpoint} is unavailable: {Reason}")]
    private static partial void Unavailable(ILogger log, string method, string? endpoint, string reason);
}
