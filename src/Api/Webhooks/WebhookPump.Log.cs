using Microsoft.Extensions.Logging;

namespace O2O.Dispatch.Api.Webhooks;

internal sealed partial class WebhookPump
{
    [LoggerMessage(2081, LogLevel.Warning, "Events could not be queued for webhooks; the next look goes on where this one began")]
    private static partial void QueueFailed(ILogger log, Exception fault);

    [LoggerMessage(2082, LogLevel.Warning, "Webhooks could not be claimed; the next look goes on")]
    private static partial void ClaimFailed(ILogger log, Exception fault);

    [LoggerMessage(2083, LogLevel.Warning, "What came of webhook {Delivery} could not be written: it is sent again when the claim ends")]
    private static partial void SettleFailed(ILogger log, Guid delivery, Exception fault);

    [LoggerMessage(2084, LogLevel.Information, "Webhook {Delivery} to endpoint {Endpoint} failed {Attempts} times: {Fault}")]
    private static partial void Failed(ILogger log, Guid delivery, Guid endpoint, int attempts, string fault);

    [LoggerMessage(2085, LogLevel.Error, "Webhook {Delivery} to endpoint {Endpoint} is parked after {Attempts} tries: somebody has to look")]
    private static partial void Parked(ILogger log, Guid delivery, Guid endpoint, int attempts);

    [LoggerMessage(2086, LogLevel.Error, "Webhook endpoint {Endpoint} has only failed for long and is switched off: somebody has to look")]
    private static partial void SwitchedOff(ILogger log, Guid endpoint);

    [LoggerMessage(2087, LogLevel.Warning, "Old webhooks could not be forgotten; the next round goes on")]
    private static partial void PurgeFailed(ILogger log, Exception fault);
}
