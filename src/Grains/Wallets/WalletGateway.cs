using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts.Wallets;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Wallets;
using O2O.Dispatch.Payments;

namespace O2O.Dispatch.Grains.Wallets;

/// <summary>
/// The gateway of jobs that are paid out of a wallet: a hold is a part of the balance that nothing else can spend, and every operation is one transaction of the store, once per idempotency key.
/// The job's life is the same as with a card. Thread-safe.
/// </summary>
/// <param name="wallets">The wallets.</param>
/// <param name="time">Now.</param>
public sealed class WalletGateway(IWalletStore wallets, TimeProvider time) : IPaymentGateway
{
    /// <summary>The code of who has not so much to spend.</summary>
    public const string InsufficientFunds = "insufficient_funds";

    /// <inheritdoc/>
    public async Task<GatewayAnswer> Send(GatewayRequest request, CancellationToken cancellationToken)
    {
        if (!WalletAccount.TryOf(request.Customer, request.Amount.Currency, out var account))
        {
            return new GatewayAnswer(GatewayOutcome.Declined, null, request.Amount, GatewayCodes.MethodUnsupported);
        }

        try
        {
            return request.Operation switch
            {
                GatewayOperation.Authorize => await Begin(request, account, WalletEntryKind.Held, $"wallet_{request.Job}_{request.Epoch}", cancellationToken),
                GatewayOperation.Charge => await Begin(request, account, WalletEntryKind.Charged, $"wallet_{request.Job}_tip_{request.Epoch}", cancellationToken),
                GatewayOperation.Collect => await Begin(request, account, WalletEntryKind.Charged, $"wallet_{request.Job}_rest_{request.Epoch}", cancellationToken),
                GatewayOperation.Increment => await Change(request, account, WalletEntryKind.Raised, cancellationToken),
                GatewayOperation.Capture => await Change(request, account, WalletEntryKind.Captured, cancellationToken),
                GatewayOperation.Release => await Change(request, account, WalletEntryKind.Released, cancellationToken),
                GatewayOperation.Refund => await Change(request, account, WalletEntryKind.Refunded, cancellationToken),
                GatewayOperation.Query => await Query(request, account, cancellationToken),
                GatewayOperation.QueryTip or GatewayOperation.EndTip or GatewayOperation.Transfer or GatewayOperation.Payout or GatewayOperation.TopUp =>
                    throw new InvalidOperationException($"{request.Operation} is not asked of a wallet."),
            };
        }
        catch (StoreUnavailableException fault)
        {
            throw new GatewayUnavailableException($"The wallets did not answer {request.IdempotencyKey}.", fault);
        }
    }

    private async Task<GatewayAnswer> Begin(GatewayRequest request, WalletAccount account, WalletEntryKind kind, string intent, CancellationToken cancellationToken)
    {
        var change = await Move(request, account, kind, intent, cancellationToken);
        return change.Refusal is { } why
            ? new GatewayAnswer(GatewayOutcome.Declined, null, request.Amount, Code(why))
            : new GatewayAnswer(GatewayOutcome.Done, intent, change.Entry!.Amount, null);
    }

    private async Task<GatewayAnswer> Change(GatewayRequest request, WalletAccount account, WalletEntryKind kind, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(request.Intent))
        {
            return Refused(request, "intent_unknown");
        }

        var change = await Move(request, account, kind, request.Intent, cancellationToken);
        if (change.Refusal is { } why)
        {
            return Refused(request, why switch
            {
                WalletRefusal.AmountWrong when kind == WalletEntryKind.Captured => "amount_not_capturable",
                WalletRefusal.AmountWrong when kind == WalletEntryKind.Refunded => "amount_not_refundable",
                WalletRefusal.AmountWrong => "amount_not_raisable",
                WalletRefusal.StateWrong when kind == WalletEntryKind.Refunded => "intent_not_refundable",
                WalletRefusal.StateWrong when kind == WalletEntryKind.Released => "intent_not_releasable",
                WalletRefusal.StateWrong => "intent_not_capturable",
                _ => Code(why),
            });
        }

        // A raise is told by what is held after it.
        var amount = kind == WalletEntryKind.Raised ? request.Amount : change.Entry!.Amount;
        return new GatewayAnswer(GatewayOutcome.Done, request.Intent, amount, null) { Reference = kind == WalletEntryKind.Refunded ? request.IdempotencyKey : null };
    }

    private async Task<GatewayAnswer> Query(GatewayRequest request, WalletAccount account, CancellationToken cancellationToken)
    {
        var hold = string.IsNullOrEmpty(request.Intent) ? null : await wallets.Find(request.Intent, cancellationToken);
        return hold is null || hold.Account != account ? Refused(request, "intent_unknown")
            : hold.Status == WalletHoldStatus.Held ? new GatewayAnswer(GatewayOutcome.Done, hold.Intent, hold.Amount, null)
            : new GatewayAnswer(GatewayOutcome.Refused, hold.Intent, hold.Amount, GatewayCodes.NotHeld);
    }

    private ValueTask<WalletChange> Move(GatewayRequest request, WalletAccount account, WalletEntryKind kind, string intent, CancellationToken cancellationToken) => wallets.Move(
        new WalletMove(request.IdempotencyKey, account, kind, request.Amount, request.Job.Value, intent, null, time.GetUtcNow()), null, cancellationToken);

    private static string Code(WalletRefusal why) => why switch
    {
        WalletRefusal.BalanceTooLow => InsufficientFunds,
        WalletRefusal.IntentUnknown => "intent_unknown",
        WalletRefusal.StateWrong => GatewayCodes.NotHeld,
        WalletRefusal.AmountWrong => "amount_not_positive",
        WalletRefusal.BalanceTooHigh => "balance_too_high",
        WalletRefusal.KeyReused => "idempotency_key_reused",
    };

    private static GatewayAnswer Refused(GatewayRequest request, string code) => new(GatewayOutcome.Refused, request.Intent, request.Amount, code);
}
