namespace O2O.Dispatch.Domain.Payments;

/// <summary>What of a price the hold did not cover: a second payment, charged at once on the saved method.</summary>
/// <param name="Number">The how manieth try, 1 upwards; the epoch of its request to the gateway.</param>
/// <param name="Amount">Above zero.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Intent">The gateway's id; null until it answered.</param>
/// <param name="Fee">What the gateway kept of it; null until it is known.</param>
public sealed record JobRest(int Number, Money.Money Amount, RestStatus Status, string? Intent, Money.Money? Fee = null);
