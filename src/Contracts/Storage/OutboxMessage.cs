using O2O.Dispatch.Contracts.Bookings;
using O2O.Dispatch.Contracts.Chains;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Payments;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>Something that a commit owes somebody. Delivered at least once; whoever receives it recognises a repetition.</summary>
public abstract record OutboxMessage
{
    private OutboxMessage()
    {
    }

    /// <summary>The job that it is about: what is owed of one is delivered in order, as far as it can be.</summary>
    public Guid Of => this switch
    {
        AskGateway ask => ask.Request.Job.Value,
        TellShard shard => shard.Job.Job,
        TellProvider provider => provider.Job.Job,
        SettleVoucher settle => settle.Job,
        GiveVoucher give => give.Earned.Job,
        SettleBooking settle => settle.Job,
        TellLeg leg => leg.Job,
        ReturnStock back => back.Job,
        _ => throw new InvalidOperationException($"No job is known of {GetType().Name}."),
    };

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

    /// <summary>Tell a campaign what becomes of a voucher that a job holds.</summary>
    /// <param name="Campaign">Whose voucher.</param>
    /// <param name="Job">Which job.</param>
    /// <param name="Move">What becomes of it.</param>
    public sealed record SettleVoucher(Guid Campaign, Guid Job, MoveVoucher Move) : OutboxMessage;

    /// <summary>Let a campaign give a voucher for a completed job, if it does for such a one.</summary>
    /// <param name="Campaign">Which campaign.</param>
    /// <param name="Earned">By what.</param>
    public sealed record GiveVoucher(Guid Campaign, EarnVoucher Earned) : OutboxMessage;

    /// <summary>Tell a resource what becomes of a booking that a job pays for.</summary>
    /// <param name="Resource">What is booked.</param>
    /// <param name="Booking">Which booking.</param>
    /// <param name="Job">Which job.</param>
    /// <param name="Step">What becomes of it.</param>
    /// <param name="At">When the job ended without it; null for any other step.</param>
    /// <param name="Free">Whether the job took nothing.</param>
    /// <param name="ByStore">Whether the store gave the place up.</param>
    public sealed record SettleBooking(Guid Resource, Guid Booking, Guid Job, BookingStep Step, DateTimeOffset? At = null, bool Free = false, bool ByStore = false) : OutboxMessage;

    /// <summary>Tell a job of a leg that it follows.</summary>
    /// <param name="Job">Who is told.</param>
    /// <param name="News">What became of the other.</param>
    public sealed record TellLeg(Guid Job, LegNews News) : OutboxMessage;

    /// <summary>Put back on a store's shelf what a job took of it.</summary>
    /// <param name="Store">Which store.</param>
    /// <param name="Job">Which job.</param>
    /// <param name="Pieces">How many of its one item; null for all it took.</param>
    public sealed record ReturnStock(Guid Store, Guid Job, int? Pieces = null) : OutboxMessage;
}
