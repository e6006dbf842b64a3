using System.Collections.Immutable;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Domain.Statistics;

/// <summary>Which facts the events of a job are. Pure: whoever has a job's events and its state after them comes to the same facts.</summary>
public static class SaleFacts
{
    /// <summary>The facts of events that happened together; none for a job with which no store sells anything.</summary>
    /// <param name="after">The job after the events.</param>
    /// <param name="events">What happened, in order; the last is the job's version.</param>
    public static ImmutableArray<SaleFact> Of(Job after, ImmutableArray<JobEvent> events)
    {
        if (after.Order is not { Sale: not null, Merchant: not null })
        {
            return [];
        }

        var facts = ImmutableArray.CreateBuilder<SaleFact>();
        for (var i = 0; i < events.Length; i++)
        {
            Add(facts, after, events[i], after.Version - events.Length + 1 + i);
        }

        return facts.ToImmutable();
    }

    private static void Add(ImmutableArray<SaleFact>.Builder facts, Job job, JobEvent happened, long version)
    {
        var sale = job.Order.Sale!;
        switch (happened)
        {
            // A hold that is asked for anew is no new order: the store keeps the first.
            case JobEvent.PaymentAuthorised:
                Found(SaleFactKind.Ordered);
                break;
            case JobEvent.MerchantAsked:
                Found(SaleFactKind.Asked);
                break;
            case JobEvent.MerchantAccepted e:
                Found(SaleFactKind.Accepted, job.Sale?.AnswerBy is { } until && sale.AnswerWithin is { } within ? Between(until - within, e.At) : null);
                break;
            case JobEvent.Canceled { Reason: CancelReason.MerchantRejected }:
                Found(SaleFactKind.Rejected);
                break;
            case JobEvent.Canceled { Reason: CancelReason.MerchantSilent }:
                Found(SaleFactKind.Silent);
                break;
            case JobEvent.GoodsPrepared when job.Sale?.AcceptedAt is { } accepted:
                Found(SaleFactKind.Prepared, Between(accepted, happened.At));
                break;
            case JobEvent.Started when job.Order.IsDelivery:
                if (job.Sale is { PreparedAt: null, AcceptedAt: { } taken })
                {
                    Found(SaleFactKind.Prepared, Between(taken, happened.At));
                }

                Found(SaleFactKind.Collected, job.ArrivedAt is { } arrived ? Between(arrived, happened.At) : null);
                break;
            case JobEvent.Completed:
                Found(SaleFactKind.Completed, job.Order is { IsDelivery: true, PickUpAt: null } ? Between(job.Order.RequestedAt, happened.At) : null);
                break;
            case JobEvent.Redeemed { Part: var part }:
                facts.Add(new SaleFact(SaleFactKind.Redeemed, part.Store, happened.At, version, part.Units));
                break;
        }

        void Found(SaleFactKind kind, long? value = null) => facts.Add(new SaleFact(kind, sale.Store, happened.At, version, value));
    }

    /// <summary>Clocks of two machines may differ: no time is less than none.</summary>
    private static long Between(DateTimeOffset from, DateTimeOffset to) => Math.Max(0, (to - from).Ticks / TimeSpan.TicksPerMillisecond);
}
