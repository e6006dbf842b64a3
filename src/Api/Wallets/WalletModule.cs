using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Commands;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Customers;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Wallets;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Wallets;

namespace O2O.Dispatch.Api.Wallets;

/// <summary>What customers have with businesses: balances, what operators give, what customers put in.</summary>
internal static class WalletModule
{
    private const int LongestReason = 200;

    public static void MapWallets(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/v1").WithTags("Wallets");
        routes.MapGet("/me/wallet", (HttpContext http, IWalletStore store, int? limit = null, string? cursor = null) =>
            Of(new CustomerId(Caller.IdOf(http.User)), http, store, limit, cursor)).For(Roles.Customer);
        routes.MapPost("/me/wallet/top-ups", TopUp).For(Roles.Customer);
        routes.MapGet("/me/wallet/top-ups/{id}", FindTopUp).For(Roles.Customer);
        routes.MapGet("/ops/customers/{id}/wallet", (Guid id, HttpContext http, IWalletStore store, int? limit = null, string? cursor = null) =>
            Of(new CustomerId(id), http, store, limit, cursor)).For(Roles.Ops);
        routes.MapPost("/ops/customers/{id}/wallet/credits", Credit).For(Roles.Ops);
    }

    private static async Task<Results<Ok<WalletResource>, Problem>> Of(CustomerId customer, HttpContext http, IWalletStore store, int? limit, string? cursor)
    {
        var faults = new List<(string, string)>();
        var (count, before) = Cursors.PageOfNumbers(limit, cursor, faults);
        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var wallets = await store.Of(customer, http.RequestAborted);
        var entries = await store.Entries(customer, before, count + 1, http.RequestAborted);
        return TypedResults.Ok(new WalletResource(
            [.. wallets.Select(wallet => new WalletBalanceResource(
                wallet.Account.Operator.Value, wallet.Account.Currency.Code, wallet.Balance.MinorUnits, wallet.Held.MinorUnits, wallet.Available.MinorUnits))],
            new Page<WalletEntryResource>(
                [.. entries.Take(count).Select(entry => Of(entry.Entry))],
                entries.Length > count ? Cursors.Of(entries[count - 1].Number) : null)));
    }

    private static Task<IResult> Credit(
        Guid id, WalletCreditBody body, HttpContext http, CommandContext commands, IGrainFactory grains, IMarketCatalog markets, IWalletStore store, TimeProvider time) =>
        commands.Run(http, body, keyNeeded: true, async (stamp, cancellationToken) =>
        {
            var customer = new CustomerId(id);
            var faults = new List<(string, string)>();
            var account = Account(customer, body.Market, body.AmountMinorUnits, markets, faults);
            if (string.IsNullOrWhiteSpace(body.Reason) || body.Reason.Length > LongestReason)
            {
                faults.Add(("reason", $"1 to {LongestReason} characters are expected."));
            }

            if (faults.Count > 0)
            {
                return Problem.Invalid(faults);
            }

            if (await grains.GetGrain<ICustomerGrain>(customer.ToString()).Get(cancellationToken) is null)
            {
                return Problem.Of(Rejection.CustomerUnknown, "There is no such customer.");
            }

            var move = new WalletMove(
                $"credit:{stamp.Id:N}", account, WalletEntryKind.Credited, new Money(body.AmountMinorUnits, account.Currency), stamp.Id, null, body.Reason.Trim(), time.GetUtcNow());
            var change = await store.Move(move, null, cancellationToken);
            return change.Entry is { } entry && entry.Reason == move.Reason ? TypedResults.Ok(Of(entry))
                : change.Refusal is WalletRefusal.BalanceTooHigh ? Problem.Of(Rejection.AmountWrong, "A wallet does not hold so much.")
                : Problem.Of(Rejection.CommandIdReused, "Something else was given under this key.");
        });

    private static Task<IResult> TopUp(
        WalletTopUpBody body, HttpContext http, CommandContext commands, IGrainFactory grains, IMarketCatalog markets, IWalletStore store, TimeProvider time) =>
        commands.Run(http, body, keyNeeded: true, async (stamp, cancellationToken) =>
        {
            var customer = new CustomerId(Caller.IdOf(http.User));
            var faults = new List<(string, string)>();
            var account = Account(customer, body.Market, body.AmountMinorUnits, markets, faults);
            if (faults.Count > 0)
            {
                return Problem.Invalid(faults);
            }

            if (await grains.GetGrain<ICustomerGrain>(customer.ToString()).Get(cancellationToken) is not { } known)
            {
                return Problem.Of(Rejection.CustomerUnknown, "This customer has not said anything of themselves yet: PUT /v1/me.");
            }

            var method = body.PaymentMethod ?? known.PaymentMethods.FirstOrDefault(IsCard);
            if (method is null || !IsCard(method) || !known.PaymentMethods.Contains(method))
            {
                return Problem.Of(Rejection.PaymentMethodUnknown, "A wallet is topped up by a card of this customer: register one first.");
            }

            var wanted = new WalletTopUp(
                stamp.Id,
                account,
                new Money(body.AmountMinorUnits, account.Currency),
                method,
                known.Saved?.Any(saved => saved.Id == method) == true ? known.GatewayCustomer : null,
                WalletTopUpStatus.Begun,
                null,
                null,
                time.GetUtcNow());
            var topUp = await store.Begin(wanted, cancellationToken);
            return topUp.Account != wanted.Account || topUp.Amount != wanted.Amount || (body.PaymentMethod is not null && topUp.Method != method)
                ? Problem.Of(Rejection.CommandIdReused, "Another top-up was begun under this key.")

                // What has become of it since is another question: the same key gives the same answer.
                : TypedResults.Accepted($"/v1/me/wallet/top-ups/{topUp.Id:N}", Of(topUp with { Status = WalletTopUpStatus.Begun, Code = null }));
        });

    private static async Task<Results<Ok<WalletTopUpResource>, Problem>> FindTopUp(Guid id, HttpContext http, IWalletStore store) =>
        await store.TopUp(id, http.RequestAborted) is { } topUp && topUp.Account.Customer.Value == Caller.IdOf(http.User)
            ? TypedResults.Ok(Of(topUp))
            : Problem.Of(404, "not_found", "There is no such top-up.");

    private static bool IsCard(string method) => method is not (JobOrder.Cash or JobOrder.CardAtDoor or JobOrder.BankTransfer or JobOrder.Wallet);

    private static WalletAccount Account(CustomerId customer, string market, long amount, IMarketCatalog markets, List<(string, string)> faults)
    {
        if (amount is <= 0 or > Wallet.MostMinorUnits)
        {
            faults.Add(("amount_minor_units", $"1 to {Wallet.MostMinorUnits} is expected."));
        }

        if (MarketId.TryParse(market, out var id) && markets.Find(id) is { Classes: [var first, ..] } known)
        {
            return new WalletAccount(customer, known.Operator, first.Terms.Fares.Currency);
        }

        faults.Add(("market", "There is no such market."));
        return default;
    }

    private static WalletEntryResource Of(WalletEntry entry) => new(
        Snake.Of(entry.Kind),
        entry.Account.Operator.Value,
        entry.Amount.MinorUnits,
        entry.Amount.Currency.Code,
        entry.Kind is WalletEntryKind.Credited or WalletEntryKind.ToppedUp or WalletEntryKind.Disputed or WalletEntryKind.DisputeWon or WalletEntryKind.DisputeLost ? null : entry.Subject,
        entry.Reason,
        entry.Balance.MinorUnits,
        entry.Held.MinorUnits,
        entry.At);

    private static WalletTopUpResource Of(WalletTopUp topUp) => new(
        topUp.Id, topUp.Account.Operator.Value, topUp.Amount.MinorUnits, topUp.Amount.Currency.Code, topUp.Method, Snake.Of(topUp.Status), topUp.Code, topUp.CreatedAt);
}
