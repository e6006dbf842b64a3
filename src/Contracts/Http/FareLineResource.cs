namespace O2O.Dispatch.Contracts.Http;

/// <summary>One line of a price.</summary>
/// <param name="Kind">base, distance, time, minimum_top_up, multiplier, discount, cancellation_fee, no_show_fee, waiting or tax (where it is added to the prices).</param>
/// <param name="AmountMinorUnits">Tax included; negative only for a discount.</param>
/// <param name="FundedBy">Of a discount: platform, merchant, operator or provider. Null on every other line.</param>
/// <param name="FunderId">Of a discount: which merchant, operator or provider. Null for the platform.</param>
public sealed record FareLineResource(string Kind, long AmountMinorUnits, string? FundedBy, string? FunderId);
