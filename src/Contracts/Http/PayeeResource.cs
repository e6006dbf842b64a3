using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What somebody is owed, and how it is paid out.</summary>
/// <param name="Enabled">Whether this system pays out.</param>
/// <param name="NextPayoutAt">When the next payout is made, of what the account at the gateway holds by then; null when nothing is paid out here.</param>
/// <param name="Account">The account at the gateway; null until the first transfer opens it.</param>
/// <param name="Balances">By currency.</param>
/// <param name="Payouts">A page of payouts, the latest first.</param>
public sealed record PayeeResource(
    bool Enabled, DateTimeOffset? NextPayoutAt, PayeeAccountResource? Account, ImmutableArray<PayeeBalanceResource> Balances, Page<PayoutResource> Payouts);
