using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Domain.Books;

namespace O2O.Dispatch.Api.Books;

/// <summary>Maps the books.</summary>
internal static class BooksResources
{
    public static EconomicsResource Of(JobEconomics economics, string currency) => new(
        currency,
        economics.Gross,
        [.. economics.Discounts.Select(funder => new FundedAmountResource(funder.Funder, funder.MinorUnits))],
        economics.Commission,
        economics.Tax,
        economics.ProviderNet,
        economics.MerchantNet,
        economics.Tips,
        economics.GatewayFees,
        economics.Captured,
        economics.Refunded,
        economics.Disputed,
        economics.PlatformMargin,
        [.. economics.Accounts.Select(account => new AccountAmountResource(account.Account, account.MinorUnits))],
        economics.Cash,
        economics.CardAtDoor,
        economics.TipsRefunded);

    public static StatementResource Of(Statement statement) => new(
        statement.From,
        statement.To,
        [.. statement.Totals.Select(total => new StatementTotalResource(
            total.Currency, total.Opening, total.Gross, total.Commission, total.Tax, total.Discounts, total.Tips, total.Net, total.PaidOut, total.Closing, total.Netted, total.Cash, total.CardAtDoor))],
        [.. statement.Lines.Select(line => new StatementLineResource(
            line.Job.Value, line.Currency, line.At, line.Gross, line.Commission, line.Tax, line.Discounts, line.Tips, line.Net, line.PaidOut, line.Netted, line.Cash, line.CardAtDoor))]);

    public static PeriodCloseResource Of(PeriodClose close, DateTimeOffset now) => new(
        close.From,
        close.To,
        close.To <= now,
        [.. close.Accounts.Select(account => new AccountCloseResource(
            account.Account,
            account.Currency,
            account.OpeningMinorUnits,
            [.. account.Movements.Select(movement => new CauseResource(movement.Cause, movement.DebitMinorUnits, movement.CreditMinorUnits))],
            account.DebitMinorUnits,
            account.CreditMinorUnits,
            account.ClosingMinorUnits,
            account.PendingDebitMinorUnits,
            account.PendingCreditMinorUnits))],
        close.ImbalanceMinorUnits);

    /// <summary>Every kind of account, in order of currency, then name, with what is pending beside what was posted.</summary>
    public static ImmutableArray<AccountResource> Accounts(ImmutableArray<AccountMovement> movements, ImmutableArray<AccountPending> pending) =>
    [
        .. PeriodClose.Of(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, movements, pending).Accounts
            .Select(kind => new AccountResource(kind.Account, kind.Currency, kind.DebitMinorUnits, kind.CreditMinorUnits, kind.PendingDebitMinorUnits, kind.PendingCreditMinorUnits)),
    ];

    /// <summary>The money of each currency at a glance.</summary>
    public static ImmutableArray<MoneyResource> Money(ImmutableArray<AccountMovement> movements) =>
    [
        .. movements.GroupBy(movement => movement.Currency, StringComparer.Ordinal).OrderBy(currency => currency.Key, StringComparer.Ordinal).Select(currency => new MoneyResource(
            currency.Key,
            currency.Where(movement => movement.Account == AccountNames.GatewayClearing && !Causes.IsDispute(movement.Cause) && !Causes.IsRefund(movement.Cause)).Sum(movement => movement.Debit),
            currency.Where(movement => movement.Account == AccountNames.GatewayClearing && Causes.IsRefund(movement.Cause)).Sum(movement => movement.Credit - movement.Debit),
            Owed(currency, AccountNames.ProviderPayable),
            Owed(currency, AccountNames.PlatformRevenue),
            Owed(currency, AccountNames.Tax),
            -Owed(currency, AccountNames.GatewayFees))),
    ];

    private static long Owed(IEnumerable<AccountMovement> movements, string account) => movements.Where(movement => movement.Account == account).Sum(movement => movement.Credit - movement.Debit);
}
