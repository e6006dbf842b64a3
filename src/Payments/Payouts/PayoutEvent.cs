using O2O.Dispatch.Domain.Payouts;

namespace O2O.Dispatch.Payments.Payouts;

/// <summary>News of an account or of a payout from it. It says what to ask the gateway about, and nothing of how that stands: news may be late, and come in any order.</summary>
/// <param name="Account">The gateway's id of the account.</param>
/// <param name="Payee">Whose account it is, by its metadata; null for news of a payout.</param>
/// <param name="Payout">Our payout, by its metadata; null for news of an account, and for a payout that is none of ours.</param>
/// <param name="Attempt">The attempt of it; 0 when it names none.</param>
/// <param name="Reference">The gateway's id of the payout; null for news of an account.</param>
public sealed record PayoutEvent(string Account, Payee? Payee, Guid? Payout, int Attempt, string? Reference);
