using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payouts;

namespace O2O.Dispatch.Contracts.Payouts;

/// <summary>A payout of what a payee's account at the gateway held to its bank. There is one for each payee, currency and period.</summary>
/// <param name="Id">Its id, version 7.</param>
/// <param name="Payee">To whom.</param>
/// <param name="Account">The gateway's id of the account.</param>
/// <param name="Amount">Above zero.</param>
/// <param name="Period">The begin of the period it was made in, UTC, as ISO 8601 to the second.</param>
/// <param name="Attempt">1 for the first; one more each time an operator has it tried again.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Reference">The gateway's id of it; null until it answered this attempt.</param>
/// <param name="Code">Why it failed; null when it did not.</param>
/// <param name="CreatedAt">When it was decided.</param>
/// <param name="ArrivesAt">When it is or was expected at the bank; null until the gateway says.</param>
/// <param name="CheckedAt">When the gateway was last asked.</param>
public sealed record Payout(
    Guid Id, Payee Payee, string Account, Money Amount, string Period, int Attempt, PayoutStatus Status, string? Reference, string? Code,
    DateTimeOffset CreatedAt, DateTimeOffset? ArrivesAt, DateTimeOffset CheckedAt);
