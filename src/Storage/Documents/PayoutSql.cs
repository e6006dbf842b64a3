using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Payouts;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>What both stores ask in the same words. Kinds of accounts stand in the text, so that the indexes of one kind are used.</summary>
internal static class PayoutSql
{
    /// <summary>The kind of account on which a payee is owed.</summary>
    public static string Payable(Payee payee) => LedgerAccount.Name(payee.Payable.Kind);

    /// <summary>The kind of account on which a payee owes.</summary>
    public static string Debts(Payee payee) => LedgerAccount.Name(payee.Debts.Kind);

    /// <summary>Currency, what is owed to a payee, and what it owes, by currency.</summary>
    /// <param name="payee">Whose kinds of accounts are summed.</param>
    /// <param name="owner">The parameter that is the owner of the first.</param>
    /// <param name="debtor">The parameter that is the owner of the second.</param>
    public static string Balances(Payee payee, string owner, string debtor) => $"""
        SELECT currency, CAST(SUM(payable) AS bigint), CAST(SUM(debts) AS bigint) FROM (
            SELECT currency, amount_minor_units AS payable, 0 AS debts FROM ledger_transfers WHERE credit_kind = '{Payable(payee)}' AND credit_owner = {owner}
            UNION ALL SELECT currency, -amount_minor_units, 0 FROM ledger_transfers WHERE debit_kind = '{Payable(payee)}' AND debit_owner = {owner}
            UNION ALL SELECT currency, 0, amount_minor_units FROM ledger_transfers WHERE debit_kind = '{Debts(payee)}' AND debit_owner = {debtor}
            UNION ALL SELECT currency, 0, -amount_minor_units FROM ledger_transfers WHERE credit_kind = '{Debts(payee)}' AND credit_owner = {debtor}) AS moved
        GROUP BY currency ORDER BY currency
        """;
}
