namespace O2O.Dispatch.Payments.Payouts;

/// <summary>A payout as the gateway has it.</summary>
/// <param name="Id">The gateway's id.</param>
/// <param name="Standing">Where it stands.</param>
/// <param name="Code">Why it failed; null when it did not.</param>
/// <param name="ArrivesAt">When it is expected at the bank; null when the gateway does not say.</param>
public sealed record GatewayPayout(string Id, GatewayPayoutStanding Standing, string? Code, DateTimeOffset? ArrivesAt);
