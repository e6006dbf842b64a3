namespace O2O.Dispatch.Api.Webhooks;

/// <summary>The target is none that may be sent to.</summary>
internal sealed class WebhookTargetException(string message) : Exception(message);
