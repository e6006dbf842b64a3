namespace O2O.Dispatch.Domain.Books;

/// <summary>What moved on the accounts of one kind for one cause, before a period and in it.</summary>
/// <param name="Account">The kind's name.</param>
/// <param name="Currency">The currency's code.</param>
/// <param name="Cause">The event it comes from.</param>
/// <param name="DebitBefore">All debits before the period.</param>
/// <param name="CreditBefore">All credits before it.</param>
/// <param name="Debit">Debits in it.</param>
/// <param name="Credit">Credits in it.</param>
public readonly record struct AccountMovement(string Account, string Currency, string Cause, long DebitBefore, long CreditBefore, long Debit, long Credit);
