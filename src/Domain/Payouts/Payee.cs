using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Domain.Payouts;

/// <summary>Somebody who is owed money and has an account at the gateway for it.</summary>
/// <param name="Kind">A provider or a merchant.</param>
/// <param name="Id">Its id.</param>
public readonly record struct Payee(PayeeKind Kind, Guid Id)
{
    /// <summary>A provider.</summary>
    public static Payee Of(ProviderId provider) => new(PayeeKind.Provider, provider.Value);

    /// <summary>A merchant.</summary>
    public static Payee Of(MerchantId merchant) => new(PayeeKind.Merchant, merchant.Value);

    /// <summary>The merchant; null for a provider.</summary>
    public MerchantId? Merchant => Kind == PayeeKind.Merchant ? new MerchantId(Id) : null;

    /// <summary>The account on which it is owed.</summary>
    public LedgerAccount Payable => Kind switch
    {
        PayeeKind.Provider => new LedgerAccount(AccountKind.ProviderPayable, new ProviderId(Id).ToString()),
        PayeeKind.Merchant => new LedgerAccount(AccountKind.MerchantPayable, new MerchantId(Id).ToString()),
    };

    /// <summary>The account on which it owes, which is netted before anything is given: a provider's cash in hand, the discounts that a merchant funds.</summary>
    public LedgerAccount Debts => Kind switch
    {
        PayeeKind.Provider => new LedgerAccount(AccountKind.CashInHand, new ProviderId(Id).ToString()),
        PayeeKind.Merchant => new LedgerAccount(AccountKind.PromotionFunder, Statement.FunderOf(new MerchantId(Id))),
    };

    /// <summary>Reads the text form.</summary>
    public static bool TryParse(string? text, out Payee payee)
    {
        payee = default;
        if (text?.Split(':') is not [var kind, var id] || kind is not ("provider" or "merchant") || !Guid.TryParseExact(id, "N", out var guid))
        {
            return false;
        }

        payee = new Payee(kind == "provider" ? PayeeKind.Provider : PayeeKind.Merchant, guid);
        return true;
    }

    /// <summary>The text form, for instance <c>provider:0198…</c>.</summary>
    public override string ToString() => $"{(Kind == PayeeKind.Provider ? "provider" : "merchant")}:{Id:N}";
}
