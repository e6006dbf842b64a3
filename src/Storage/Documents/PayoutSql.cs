using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Payouts;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>What both stores ask in the same words. Kinds of accounts stand in the text, so that the indexes of one kind are used.</summary>
internal static class PayoutSql
{
    /// <summary>The kind of account on which a payee is owed.</summary>
    public static string Payable(Payee payee) => payee.Kind switch
    {
        PayeeKind.Provider => AccountNames.ProviderPayable,
        PayeeKind.Merchant => AccountNames.MerchantPayable,
    };

    /// <summary>Currency, what is owed, and cash in hand of an owner, by currency.</summary>
    public static string Balances(string kind, string owner) => $"""
        SELECT currency, CAST(SUM(payable) AS bigint), CAST(SUM(cash) AS bigint) FROM (
            SELECT currency, amount_minor_units AS payable, 0 AS cash FROM ledger_transfers WHERE credit_kind = '{kind}' AND credit_owner = {owner}
            UNION ALL SELECT currency, -amount_minor_units, 0 FROM ledger_transfers WHERE debit_kind = '{kind}' AND debit_owner = {owner}
            UNION ALL SELECT currency, 0, amount_minor_units FROM ledger_transfers WHERE debit_kind = 'cash_in_hand' AND debit_owner = {owner}
            UNION ALL SELECT currency, 0, -amount_minor_units FROM ledger_transfers WHERE credit_kind = 'cash_in_hand' AND credit_owner = {owner}) AS moved
        GROUP BY currency ORDER BY currency
        """;
}
