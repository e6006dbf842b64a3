namespace O2O.Dispatch.Contracts.Http;

/// <summary>A job in a statement.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="At">When the last of it was posted.</param>
/// <param name="GrossMinorUnits">The price before discounts, when it was sold in the period; else 0.</param>
/// <param name="CommissionMinorUnits">What the platform kept of it.</param>
/// <param name="TaxMinorUnits">The tax in it.</param>
/// <param name="DiscountsMinorUnits">The discounts in it that a merchant itself funds; 0 for a provider.</param>
/// <param name="TipsMinorUnits">Tips.</param>
/// <param name="NetMinorUnits">What it changed of what is owed, payouts left out.</param>
/// <param name="PaidOutMinorUnits">What was paid out: transferred, on its way, or netted.</param>
/// <param name="NettedMinorUnits">What of that was netted with what was taken at the door.</param>
/// <param name="CashMinorUnits">What a provider took at the door in cash; in no balance here.</param>
/// <param name="CardAtDoorMinorUnits">What it took there by card, at its own terminal; likewise.</param>
public sealed record StatementLineResource(
    Guid JobId,
    string Currency,
    DateTimeOffset At,
    long GrossMinorUnits,
    long CommissionMinorUnits,
    long TaxMinorUnits,
    long DiscountsMinorUnits,
    long TipsMinorUnits,
    long NetMinorUnits,
    long PaidOutMinorUnits,
    long NettedMinorUnits = 0,
    long CashMinorUnits = 0,
    long CardAtDoorMinorUnits = 0);
