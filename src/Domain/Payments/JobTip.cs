namespace O2O.Dispatch.Domain.Payments;

/// <summary>The tip of a job: a payment of its own, whole to the provider.</summary>
/// <param name="Number">The how manieth try, 1 upwards; the epoch of its request to the gateway.</param>
/// <param name="Amount">Above zero.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Intent">The gateway's id; null until it answered.</param>
/// <param name="Fee">What the gateway kept of it; null until it is known.</param>
/// <param name="Action">With what the customer's app lets the customer confirm; a secret of the customer's. Null when nothing is to be confirmed.</param>
/// <param name="Until">When it ends if nobody has confirmed it by then; null when nothing is to be confirmed.</param>
public sealed record JobTip(int Number, Money.Money Amount, TipStatus Status, string? Intent, Money.Money? Fee = null, string? Action = null, DateTimeOffset? Until = null);
