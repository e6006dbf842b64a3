using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Domain.Payments;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>Something that a commit owes somebody. Delivered at least once; whoever receives it recognises a repetition.</summary>
public abstract record OutboxMessage
{
    private OutboxMessage()
    {
    }

    /// <summary>Ask the gateway.</summary>
    /// <param name="Request">What.</param>
    public sealed record AskGateway(GatewayRequest Request) : OutboxMessage;

    /// <summary>Tell a dispatch shard of a job.</summary>
    /// <param name="Shard">Its key.</param>
    /// <param name="Job">The job.</param>
    public sealed record TellShard(string Shard, JobView Job) : OutboxMessage;

    /// <summary>Tell a provider of a job that is or was its.</summary>
    /// <param name="Provider">Who.</param>
    /// <param name="Job">The job.</param>
    public sealed record TellProvider(Guid Provider, JobView Job) : OutboxMessage;
}
