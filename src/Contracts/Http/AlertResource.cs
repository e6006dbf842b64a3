namespace O2O.Dispatch.Contracts.Http;

/// <summary>Something that a person should look at.</summary>
/// <param name="AlertId">Names it as long as it lasts.</param>
/// <param name="Kind">stuck_job, silent_provider, payment_parked, payment_difference, payment_owed, refund_reversed, fare_capped, gateway_webhook_parked, webhook_parked, webhook_endpoint_off or payout_failed.</param>
/// <param name="Since">Since when.</param>
/// <param name="Detail">What is wrong, in a sentence.</param>
/// <param name="JobId">Which job; null when it concerns none.</param>
/// <param name="ProviderId">Which provider; null when it concerns none.</param>
/// <param name="OutboxRow">Of payment_parked: the row to try again. Null otherwise.</param>
/// <param name="WebhookNumber">Of gateway_webhook_parked: the webhook to try again. Null otherwise.</param>
public sealed record AlertResource(string AlertId, string Kind, DateTimeOffset Since, string Detail, Guid? JobId, Guid? ProviderId, long? OutboxRow, long? WebhookNumber = null);
