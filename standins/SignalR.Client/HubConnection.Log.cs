using Microsoft.Extensions.Logging;

namespace Microsoft.AspNetCore.SignalR.Client;

public partial class HubConnection
{
    [LoggerMessage(10, LogLevel.Information, "The connection was lost; reconnecting.")]
    private static partial void Lost(ILogger log, Exception? reason);

    [LoggerMessage(11, LogLevel.Information, "Attempt {Attempt} to reconnect failed.")]
    private static partial void AttemptFailed(ILogger log, long attempt, Exception reason);

    [LoggerMessage(12, LogLevel.Error, "The retry policy threw; the connection closes.")]
    private static partial void PolicyFailed(ILogger log, Exception error);

    [LoggerMessage(13, LogLevel.Warning, "No handler is registered for the method {Method}.")]
    private static partial void NoHandler(ILogger log, string method);

    [LoggerMessage(14, LogLevel.Warning, "The server awaits a result of {Method}, and no handler gives one.")]
    private static partial void NoResult(ILogger log, string method);

    [LoggerMessage(15, LogLevel.Error, "The arguments of {Method} do not fit its handler.")]
    private static partial void ArgumentsFailed(ILogger log, string method, Exception error);

    [LoggerMessage(16, LogLevel.Error, "A handler of {Method} threw.")]
    private static partial void HandlerFailed(ILogger log, string method, Exception error);

    [LoggerMessage(17, LogLevel.Error, "A handler of the event {Event} threw.")]
    private static partial void EventFailed(ILogger log, string @event, Exception error);

    [LoggerMessage(18, LogLevel.Debug, "The answer to the server's invocation {InvocationId} was not sent; the connection is at its end.")]
    private static partial void AnswerLost(ILogger log, string? invocationId, Exception error);
}
