using System.Globalization;
using System.Net;
using global::Stripe;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Payouts;
using O2O.Dispatch.Payments.Payouts;

namespace O2O.Dispatch.Payments.Stripe;

/// <summary>
/// Connected accounts, transfers to them and payouts from them. A stored 500 is resolved: what was done is found in the lists of the job's transfer group or of the account, by its metadata;
/// where nothing was done it is asked for under a fresh key. Thread-safe.
/// </summary>
internal sealed class StripePayouts(IStripeClient client) : IPayoutGateway
{
    private const int Fresh = 1_000;
    private const int FreshKeys = 3;
    private const int PageSize = 100;

    private readonly AccountService _accounts = new(client);
    private readonly TransferService _transfers = new(client);
    private readonly PayoutService _payouts = new(client);
    private readonly BalanceService _balances = new(client);

    /// <summary>A transfer or a payout.</summary>
    /// <exception cref="StripeException">Nobody knows whether it was done.</exception>
    public async Task<GatewayAnswer> Send(GatewayRequest request, CancellationToken cancellationToken)
    {
        if (request.Amount.MinorUnits <= 0)
        {
            return Refused(request, "amount_not_positive");
        }

        for (var key = 0; ; key++)
        {
            try
            {
                var once = (request with { Epoch = request.Epoch + (key * Fresh) }).IdempotencyKey;
                return Done(request, request.Operation == GatewayOperation.Transfer ? await Transfer(request, once, cancellationToken) : await PayOut(request, once, cancellationToken));
            }
            catch (StripeException refused) when (StripeGateway.IsAnswer(refused))
            {
                return Refused(request, refused.StripeError.Type == "idempotency_error" ? "idempotency_key_reused" : refused.StripeError.Code ?? refused.StripeError.Type ?? "refused");
            }
            catch (StripeException fault) when (key < FreshKeys && fault.StripeError is not null && (int)fault.HttpStatusCode >= 500)
            {
                if (await Found(request, cancellationToken) is { } reference)
                {
                    return Done(request, reference);
                }
            }
        }
    }

    /// <inheritdoc/>
    public Task<GatewayAccount> Open(Payee payee, CancellationToken cancellationToken) => Guarded(
        async () => Of(await _accounts.CreateAsync(
            new AccountCreateOptions
            {
                Type = "express",
                Capabilities = new AccountCapabilitiesOptions { Transfers = new AccountCapabilitiesTransfersOptions { Requested = true } },

                // Paid out when we say so: a payout is ours to name and to book.
                Settings = new AccountSettingsOptions { Payouts = new AccountSettingsPayoutsOptions { Schedule = new AccountSettingsPayoutsScheduleOptions { Interval = "manual" } } },
                Metadata = new Dictionary<string, string> { ["payee"] = payee.ToString() },
            },
            new RequestOptions { IdempotencyKey = $"{payee}:account:1" },
            cancellationToken)),
        $"an account for {payee}",
        cancellationToken);

    /// <inheritdoc/>
    public Task<GatewayAccount> Account(string account, CancellationToken cancellationToken) =>
        Guarded(async () => Of(await _accounts.GetAsync(account, cancellationToken: cancellationToken)), account, cancellationToken);

    /// <inheritdoc/>
    public Task<Money> Balance(string account, Currency currency, CancellationToken cancellationToken) => Guarded(
        async () =>
        {
            var balance = await _balances.GetAsync(new RequestOptions { StripeAccount = account }, cancellationToken);
            return new Money(balance.Available?.Where(amount => amount.Currency == Code(currency)).Sum(amount => amount.Amount) ?? 0, currency);
        },
        $"the balance of {account}",
        cancellationToken);

    /// <inheritdoc/>
    public Task<GatewayPayout?> Payout(string account, string payout, CancellationToken cancellationToken) => Guarded<GatewayPayout?>(
        async () =>
        {
            try
            {
                var found = await _payouts.GetAsync(payout, requestOptions: new RequestOptions { StripeAccount = account }, cancellationToken: cancellationToken);
                var standing = found.Status switch
                {
                    "paid" => GatewayPayoutStanding.Paid,
                    "failed" => GatewayPayoutStanding.Failed,
                    "canceled" => GatewayPayoutStanding.Canceled,
                    "in_transit" => GatewayPayoutStanding.InTransit,
                    _ => GatewayPayoutStanding.Pending,
                };
                return new GatewayPayout(
                    found.Id, standing, found.FailureCode, found.ArrivalDate > DateTime.UnixEpoch ? new DateTimeOffset(DateTime.SpecifyKind(found.ArrivalDate, DateTimeKind.Utc)) : null);
            }
            catch (StripeException missing) when (missing.HttpStatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }
        },
        payout,
        cancellationToken);

    private async Task<string> Transfer(GatewayRequest request, string key, CancellationToken cancellationToken)
    {
        var transfer = await _transfers.CreateAsync(
            new TransferCreateOptions
            {
                Amount = request.Amount.MinorUnits,
                Currency = Code(request.Amount.Currency),
                Destination = request.Method,
                TransferGroup = request.Job.ToString(),
                Metadata = new Dictionary<string, string> { ["job"] = request.Job.ToString(), ["transfer"] = Number(request) },
            },
            new RequestOptions { IdempotencyKey = key },
            cancellationToken);
        return transfer.Id;
    }

    private async Task<string> PayOut(GatewayRequest request, string key, CancellationToken cancellationToken)
    {
        var payout = await _payouts.CreateAsync(
            new PayoutCreateOptions
            {
                Amount = request.Amount.MinorUnits,
                Currency = Code(request.Amount.Currency),
                Metadata = new Dictionary<string, string> { ["payout"] = request.Job.ToString(), ["attempt"] = Number(request) },
            },
            new RequestOptions { IdempotencyKey = key, StripeAccount = request.Method },
            cancellationToken);
        return payout.Id;
    }

    private async Task<string?> Found(GatewayRequest request, CancellationToken cancellationToken)
    {
        if (request.Operation == GatewayOperation.Transfer)
        {
            var group = new TransferListOptions { TransferGroup = request.Job.ToString(), Limit = PageSize };
            await foreach (var transfer in _transfers.ListAutoPagingAsync(group, cancellationToken: cancellationToken))
            {
                if (Is(transfer.Metadata, "transfer", Number(request)))
                {
                    return transfer.Id;
                }
            }

            return null;
        }

        var of = new RequestOptions { StripeAccount = request.Method };
        await foreach (var payout in _payouts.ListAutoPagingAsync(new PayoutListOptions { Limit = PageSize }, of, cancellationToken))
        {
            if (Is(payout.Metadata, "payout", request.Job.ToString()) && Is(payout.Metadata, "attempt", Number(request)))
            {
                return payout.Id;
            }
        }

        return null;
    }

    private static bool Is(Dictionary<string, string>? metadata, string name, string value) => metadata is not null && metadata.TryGetValue(name, out var found) && found == value;

    private static string Number(GatewayRequest request) => request.Epoch.ToString(CultureInfo.InvariantCulture);

    private static GatewayAnswer Done(GatewayRequest request, string reference) => new(GatewayOutcome.Done, null, request.Amount, null) { Reference = reference };

    private static GatewayAnswer Refused(GatewayRequest request, string code) => new(GatewayOutcome.Refused, null, request.Amount, code);

    private static GatewayAccount Of(Account account) => new(
        account.Id,
        account.Capabilities?.Transfers == "active",
        account.PayoutsEnabled,
        account.Requirements is { } asks ? string.Join(',', (asks.CurrentlyDue ?? []).Concat(asks.PastDue ?? []).Distinct(StringComparer.Ordinal).DefaultIfEmpty(asks.DisabledReason ?? string.Empty)) : string.Empty);

    private static async Task<T> Guarded<T>(Func<Task<T>> ask, string what, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (StripeException fault)
        {
            throw new GatewayUnavailableException($"The gateway answered with {(int)fault.HttpStatusCode} to {what}.", fault);
        }
        catch (Exception lost) when (lost is HttpRequestException || (lost is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new GatewayUnavailableException($"No answer in time to {what}.", lost);
        }
    }

    private static string Code(Currency currency) => currency.Code.ToLowerInvariant();
}
