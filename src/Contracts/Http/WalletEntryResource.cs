namespace O2O.Dispatch.Contracts.Http;

/// <summary>Something that has happened to a wallet.</summary>
/// <param name="Kind">credited, topped_up, held, raised, captured, released, charged (a tip, or what the hold did not cover), refunded, disputed (a bank took a top-up back), dispute_won or dispute_lost (nothing moves).</param>
/// <param name="Operator">The business.</param>
/// <param name="AmountMinorUnits">How much, above zero.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="JobId">For which job; null for what came in from elsewhere.</param>
/// <param name="Reason">What the operator said; null for nothing.</param>
/// <param name="BalanceMinorUnits">What is in the wallet after it.</param>
/// <param name="HeldMinorUnits">What is held after it.</param>
/// <param name="At">When.</param>
public sealed record WalletEntryResource(
    string Kind, string Operator, long AmountMinorUnits, string Currency, Guid? JobId, string? Reason, long BalanceMinorUnits, long HeldMinorUnits, DateTimeOffset At);
