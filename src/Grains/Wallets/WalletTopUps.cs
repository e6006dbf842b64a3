using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Wallets;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Wallets;
using O2O.Dispatch.Grains.Outbox;
using O2O.Dispatch.Payments;

namespace O2O.Dispatch.Grains.Wallets;

/// <summary>
/// Asks the gateway for what customers put into their wallets. The key follows from the top-up's id, so however often it is asked, the card is charged once; what was charged goes into the wallet under
/// a key of the same id, once, with its ledger transfers. Thread-safe.
/// </summary>
/// <param name="wallets">The wallets, and the top-ups that are begun.</param>
/// <param name="gateway">Charges the card.</param>
/// <param name="time">Now.</param>
/// <param name="options">How many at a time, and how long to wait for a gateway that does not answer.</param>
public sealed class WalletTopUps(IWalletStore wallets, IPaymentGateway gateway, TimeProvider time, IOptions<OutboxOptions> options)
{
    /// <summary>The top-ups that are due.</summary>
    public ValueTask<ImmutableArray<WalletTopUp>> Due(CancellationToken cancellationToken) => wallets.Due(time.GetUtcNow(), options.Value.SweepBatch, cancellationToken);

    /// <summary>Asks for each of them, once; the first that the gateway does not answer ends it, so that whoever asks is not held up by each.</summary>
    /// <returns>How many were answered.</returns>
    public async Task<int> Ask(ImmutableArray<WalletTopUp> due, CancellationToken cancellationToken)
    {
        var answered = 0;
        while (answered < due.Length && await Ask(due[answered], cancellationToken))
        {
            answered++;
        }

        return answered;
    }

    private async Task<bool> Ask(WalletTopUp topUp, CancellationToken cancellationToken)
    {
        GatewayAnswer answer;
        try
        {
            answer = await gateway.Send(
                new GatewayRequest(new JobId(topUp.Id), GatewayOperation.TopUp, 1, null, topUp.Amount, topUp.Method, topUp.GatewayCustomer, topUp.GatewayCustomer is null ? null : true), cancellationToken);
        }
        catch (GatewayUnavailableException)
        {
            // As old as it is, it waits that long again, up to the longest wait of the outbox.
            var now = time.GetUtcNow();
            await wallets.PutOff(topUp.Id, now + Backoff.AsLongAgain(now - topUp.CreatedAt, options.Value.FirstBackoff, options.Value.LongestBackoff), cancellationToken);
            return false;
        }

        if (answer.Outcome != GatewayOutcome.Done)
        {
            await wallets.End(topUp.Id, WalletTopUpStatus.Failed, answer.Intent, answer.Code ?? "declined", cancellationToken);
            return true;
        }

        // The money is there before the top-up says so: a crash between the two asks again, and finds both keys known.
        await wallets.Move(
            new WalletMove($"topup:{topUp.Id:N}", topUp.Account, WalletEntryKind.ToppedUp, answer.Amount, topUp.Id, answer.Intent, null, time.GetUtcNow()), answer.Fee, cancellationToken);
        await wallets.End(topUp.Id, WalletTopUpStatus.Paid, answer.Intent, null, cancellationToken);
        return true;
    }
}
