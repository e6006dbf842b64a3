namespace O2O.Dispatch.Storage.Ledger;

/// <summary>A transfer as it stands in the store: kinds of accounts and currency are text, so that what nobody should have written can be read and told.</summary>
internal sealed record BookTransfer(
    long Number,
    Guid Job,
    string Key,
    string DebitKind,
    string DebitOwner,
    string CreditKind,
    string CreditOwner,
    long Amount,
    string Currency,
    string Cause,
    string Operator,
    Guid? Merchant);
