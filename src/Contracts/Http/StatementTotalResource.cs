namespace O2O.Dispatch.Contracts.Http;

/// <summary>A statement in one currency: opening + net - paid out = closing.</summary>
/// <param name="Currency">Of the amounts.</param>
/// <param name="OpeningMinorUnits">What was owed as the period begins; negative when it is the other way round.</param>
/// <param name="GrossMinorUnits">The sum of the lines.</param>
/// <param name="CommissionMinorUnits">The sum of the lines.</param>
/// <param name="TaxMinorUnits">The sum of the lines.</param>
/// <param name="DiscountsMinorUnits">The sum of the lines.</param>
/// <param name="TipsMinorUnits">The sum of the lines.</param>
/// <param name="NetMinorUnits">The sum of the lines.</param>
/// <param name="PaidOutMinorUnits">The sum of the lines.</param>
/// <param name="ClosingMinorUnits">What is owed as it ends.</param>
/// <param name="NettedMinorUnits">The sum of the lines; a part of what was paid out.</param>
/// <param name="CashMinorUnits">What a provider took at the door in cash; in no balance here.</param>
/// <param name="CardAtDoorMinorUnits">What it took there by card, at its own terminal; likewise.</param>
public sealed record StatementTotalResource(
    string Currency,
    long OpeningMinorUnits,
    long GrossMinorUnits,
    long CommissionMinorUnits,
    long TaxMinorUnits,
    long DiscountsMinorUnits,
    long TipsMinorUnits,
    long NetMinorUnits,
    long PaidOutMinorUnits,
    long ClosingMinorUnits,
    long NettedMinorUnits = 0,
    long CashMinorUnits = 0,
    long CardAtDoorMinorUnits = 0);
