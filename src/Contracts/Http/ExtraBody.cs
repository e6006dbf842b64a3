namespace O2O.Dispatch.Contracts.Http;

/// <summary>Offers extra work that turned out to be needed.</summary>
/// <param name="AmountMinorUnits">What it costs, before tax that is added; above zero.</param>
/// <param name="What">For people: 1 to 200 characters.</param>
public sealed record ExtraBody(long AmountMinorUnits, string What);
