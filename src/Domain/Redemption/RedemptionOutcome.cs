namespace O2O.Dispatch.Domain.Redemption;

/// <summary>What a redemption comes to.</summary>
/// <param name="After">Null when rejected.</param>
/// <param name="Part">What was had, now or when it was said first; null when rejected.</param>
/// <param name="Rejection">Null when it was had.</param>
public readonly record struct RedemptionOutcome(Redeemable? After, RedeemedPart? Part, RedemptionRejection? Rejection);
