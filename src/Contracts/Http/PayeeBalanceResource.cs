namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a payee is owed in one currency.</summary>
/// <param name="Currency">Of the amounts.</param>
/// <param name="PayableMinorUnits">What was earned and not yet transferred or netted; below zero when the payee owes.</param>
/// <param name="CashInHandMinorUnits">What was taken from customers in cash and is not netted yet; a provider's alone.</param>
/// <param name="DiscountsOwedMinorUnits">What discounts that the payee funds have cost and is not netted yet; a merchant's alone.</param>
public sealed record PayeeBalanceResource(string Currency, long PayableMinorUnits, long CashInHandMinorUnits, long DiscountsOwedMinorUnits);
