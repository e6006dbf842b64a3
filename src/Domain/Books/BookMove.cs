using O2O.Dispatch.Domain.Ledger;

namespace O2O.Dispatch.Domain.Books;

/// <summary>A transfer, or a sum of transfers that are alike, as the books read it.</summary>
/// <param name="DebitKind">The name of the debited account's kind; see <see cref="AccountNames"/>.</param>
/// <param name="DebitOwner">Whose account; in a sum of many, only the kind of funder (<c>platform</c>, <c>merchant</c>, <c>operator</c>, <c>provider</c>) of a promotion account, else empty.</param>
/// <param name="CreditKind">The name of the credited account's kind.</param>
/// <param name="CreditOwner">Whose account, as above.</param>
/// <param name="Cause">The event it comes from.</param>
/// <param name="MinorUnits">Above zero.</param>
public readonly record struct BookMove(string DebitKind, string DebitOwner, string CreditKind, string CreditOwner, string Cause, long MinorUnits)
{
    /// <summary>A transfer.</summary>
    public static BookMove Of(LedgerTransfer transfer) => new(
        LedgerAccount.Name(transfer.Debit.Kind),
        transfer.Debit.Owner,
        LedgerAccount.Name(transfer.Credit.Kind),
        transfer.Credit.Owner,
        transfer.Cause,
        transfer.Amount.MinorUnits);
}
