using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Domain.Payments;

/// <summary>One thing to ask of the gateway, owned by the outbox until it is answered.</summary>
/// <param name="Job">For which job; for a payout its own id.</param>
/// <param name="Operation">What.</param>
/// <param name="Epoch">Counts the times this operation was meant anew for the job; 1 for the first. A retry keeps its epoch.</param>
/// <param name="Intent">The gateway's id; null before the first answer.</param>
/// <param name="Amount">How much.</param>
/// <param name="Method">The gateway's token of the method to charge; for a transfer the account that receives, for a payout the account that is paid out.</param>
/// <param name="Customer">The gateway's customer who keeps the method; null for a method by itself.</param>
/// <param name="OffSession">Whether the customer is not there to confirm; null for a method by itself, of which the gateway is told nothing.</param>
public sealed record GatewayRequest(JobId Job, GatewayOperation Operation, int Epoch, string? Intent, Money.Money Amount, string Method, string? Customer = null, bool? OffSession = null)
{
    /// <summary>What the epoch of <see cref="GatewayOperation.QueryTip"/> counts the tip's number by; more than <see cref="JobLimits.MaxConfirmations"/>, so that the confirmation's number fits beside it.</summary>
    public const int TipEpochs = 100;

    /// <summary>The number of the refund, tip, rest or transfer that is asked for; 0 for what has none.</summary>
    public int Number => Operation switch
    {
        GatewayOperation.Refund or GatewayOperation.Charge or GatewayOperation.Collect or GatewayOperation.Transfer or GatewayOperation.EndTip => Epoch,
        GatewayOperation.QueryTip => Epoch / TipEpochs,
        GatewayOperation.Authorize or GatewayOperation.Capture or GatewayOperation.Release or GatewayOperation.Query or GatewayOperation.Increment or GatewayOperation.Payout
            or GatewayOperation.TopUp => 0,
    };

    /// <summary>The key under which the gateway does this once, however often it is asked.</summary>
    public string IdempotencyKey => $"{Job}:{Operation.ToString().ToLowerInvariant()}:{Epoch}";
}
