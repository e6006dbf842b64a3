namespace O2O.Dispatch.Contracts.Http;

/// <summary>What is paid to book, and what of it stays with the store.</summary>
/// <param name="Currency">Of the amount.</param>
/// <param name="PerPersonMinorUnits">For each of the party; 0 for nothing.</param>
/// <param name="FreeUntilSeconds">Given up so long before the slot begins, or longer, it is given back whole.</param>
/// <param name="LateShareBasisPoints">What stays when it is given up later, 0 to 10,000.</param>
/// <param name="NoShowShareBasisPoints">What stays when nobody comes, 0 to 10,000.</param>
public sealed record BookingDepositResource(
    string Currency, long PerPersonMinorUnits = 0, double FreeUntilSeconds = 0, int LateShareBasisPoints = 10_000, int NoShowShareBasisPoints = 10_000);
