using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Domain.Payments;

/// <summary>One thing to ask of the gateway, owned by the outbox until it is answered.</summary>
/// <param name="Job">For which job; for a payout its own id.</param>
/// <param name="Operation">What.</param>
/// <param name="Epoch">Counts the times this operation was meant anew for the job; 1 for the first. A retry keeps its epoch.</param>
/// <param name="Intent">The gateway's id; null before the first answer.</param>
/// <param name="Amount">How much.</param>
/// <param name="Method">The gateway's token of the method to charge; for a transfer the account that receives, for a payout the account that is paid out.</param>
public sealed record GatewayRequest(JobId Job, GatewayOperation Operation, int Epoch, string? Intent, Money.Money Amount, string Method)
{
    /// <summary>The key under which the gateway does this once, however often it is asked.</summary>
    public string IdempotencyKey => $"{Job}:{Operation.ToString().ToLowerInvariant()}:{Epoch}";
}
