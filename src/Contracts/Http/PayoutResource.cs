namespace O2O.Dispatch.Contracts.Http;

/// <summary>A payout of what an account at the gateway held to its bank.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Payee">provider or merchant.</param>
/// <param name="PayeeId">To whom.</param>
/// <param name="Currency">Of the amount.</param>
/// <param name="AmountMinorUnits">How much.</param>
/// <param name="Period">The begin of the period it was made in.</param>
/// <param name="Attempt">1 for the first; one more each time it was tried again by hand.</param>
/// <param name="Status">pending, in_transit, paid, failed or canceled.</param>
/// <param name="Reference">The gateway's id of it; null until it answered.</param>
/// <param name="Code">Why it failed; null when it did not.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ArrivesAt">When it is or was expected at the bank; null until the gateway says.</param>
public sealed record PayoutResource(
    Guid Id,
    string Payee,
    Guid PayeeId,
    string Currency,
    long AmountMinorUnits,
    string Period,
    int Attempt,
    string Status,
    string? Reference,
    string? Code,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ArrivesAt);
