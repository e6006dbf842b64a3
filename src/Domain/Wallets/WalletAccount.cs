using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Domain.Wallets;

/// <summary>Names a wallet: a customer has one with each business and currency, because the money in it is on that business' books.</summary>
/// <param name="Customer">Whose it is.</param>
/// <param name="Operator">With which business.</param>
/// <param name="Currency">Of what.</param>
public readonly record struct WalletAccount(CustomerId Customer, OperatorId Operator, Currency Currency)
{
    /// <summary>The owner as a gateway request names it, for instance <c>acme/0198…</c>; the currency is that of the amount.</summary>
    public string Owner => $"{Operator}/{Customer}";

    /// <summary>Reads an owner.</summary>
    public static bool TryOf(string? owner, Currency currency, out WalletAccount account)
    {
        account = default;
        if (owner?.Split('/') is not [var business, var customer] || !OperatorId.TryParse(business, out var known) || !CustomerId.TryParse(customer, out var id))
        {
            return false;
        }

        account = new WalletAccount(id, known, currency);
        return true;
    }
}
