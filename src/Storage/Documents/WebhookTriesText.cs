using System.Collections.Immutable;
using System.Text.Json;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Webhooks;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>The tries of a delivery as they are stored: a JSON list.</summary>
internal static class WebhookTriesText
{
    /// <summary>The tries so far and one more, as text.</summary>
    public static string Adding(WebhookTries? before, WebhookAttempt attempt) => JsonSerializer.Serialize(WebhookTries.Adding(before, attempt).Items, DispatchJson.Options);

    /// <summary>Reads them back; null for none.</summary>
    public static WebhookTries? Read(string? text) => text is null ? null : new WebhookTries(JsonSerializer.Deserialize<ImmutableArray<WebhookAttempt>>(text, DispatchJson.Options));
}
