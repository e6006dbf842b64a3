using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;

namespace O2O.Dispatch.Domain.Ledger;

/// <summary>One movement of money, balanced by construction: the same amount leaves one account and enters another. Never changed; a correction is a new one.</summary>
/// <param name="Key">Unique: posting twice posts once.</param>
/// <param name="Debit">The account that is debited.</param>
/// <param name="Credit">The account that is credited.</param>
/// <param name="Amount">Above zero.</param>
/// <param name="Job">For which job.</param>
/// <param name="Intent">The gateway's payment it belongs to; null when it has none.</param>
/// <param name="Cause">The event it comes from.</param>
/// <param name="Operator">The business whose books these are.</param>
/// <param name="Merchant">The merchant concerned, if any.</param>
/// <param name="At">When.</param>
public sealed record LedgerTransfer(
    string Key,
    LedgerAccount Debit,
    LedgerAccount Credit,
    Money.Money Amount,
    JobId Job,
    string? Intent,
    string Cause,
    OperatorId Operator,
    MerchantId? Merchant,
    DateTimeOffset At);
