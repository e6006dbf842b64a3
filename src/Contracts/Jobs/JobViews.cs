using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Sales;

namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>Maps a job of the domain to its view.</summary>
public static class JobViews
{
    /// <summary>The view of a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="changedAt">When its version came to be.</param>
    public static JobView Of(Job job, DateTimeOffset changedAt)
    {
        var order = job.Order;
        return new JobView(
            order.Id.Value,
            job.Version,
            WireEnums.Of(job.Status),
            WireEnums.Of(job.Payment.Status),
            order.Market.Value,
            order.ServiceClass.Value,
            order.Customer.Value,
            job.Assignment?.Provider.Value,
            job.Assignment?.Vehicle.Value,
            job.Assignment?.PlanSlot,
            job.Attempt,
            Places(order.Stops),
            job.NextStop,
            order.Load,
            Guids(job),
            order.RequestedAt,
            job.PickUpBy,
            job.Assignment?.PickUpDue,
            order.Terms.OfferTimeout,
            order.Terms.SilenceLimit,
            order.QuotedFare.Currency.Code,
            (job.FinalFare ?? order.QuotedFare).Total.MinorUnits,
            job.Payment.Captured.MinorUnits,
            changedAt,
            job.Reassignments,
            job.Payment.Refunded.MinorUnits,
            job.Payment.Tip is { Status: TipStatus.Paid } tip ? tip.Amount.MinorUnits : 0,
            order.IsCash,
            order.Kind is { } kind ? Snake.Of(kind) : null,
            SaleOf(job),
            job.Extras is { } extras ? [.. extras.Select(extra => new ExtraView(extra.Number, extra.Amount.MinorUnits, extra.What, extra.Approved))] : null,
            job.Destination?.Changes ?? 0,
            order.Journey?.Value,
            order.Chain?.Chain.Value,
            order.Chain?.Number,
            job.Waits ? order.Chain?.Forerunner?.Value : null,
            Proof: job.Status == JobStatus.Completed && order.IsDelivery ? (order.Terms.PinRequired ? "code" : "signature") : null,
            SignedBy: job.Sale?.SignedBy,
            BookedFor: job.BookedFor,
            Work: order.Kind == ServiceKind.HomeService ? order.Sale?.Preparation : null,
            PaidAtDoor: order.IsCash ? "cash" : order.IsPaidAtDoor ? "card" : null,
            TipRefundedMinorUnits: job.Payment.TipRefunded.MinorUnits);
    }

    /// <summary>A job as one sees it to whom it is offered: who has it until now is no business of theirs.</summary>
    public static JobView Offered(JobView job) =>
        job.Provider is null ? job : job with { Provider = null, Vehicle = null, PlanSlot = null, PickUpDue = null };

    /// <summary>When whoever has promised a job is to be there: at the expected arrival, but not before the booked time.</summary>
    public static DateTimeOffset DueOf(JobView job) => job.PickUpDue is { } due && due > job.BookedFor ? due : job.BookedFor ?? job.PickUpBy;

    /// <summary>A place of the domain on the wire.</summary>
    public static WirePoint Of(GeoPoint place) => new(place.Longitude, place.Latitude);

    private static SaleView? SaleOf(Job job)
    {
        if (job.Order is not { Sale: { } sale, Merchant: { } merchant })
        {
            return null;
        }

        var redeemable = job.Redeemable;
        return new SaleView(
            merchant.Value,
            sale.Store.Value,
            [.. sale.Items.Select(item => new SaleItem(item.Product.Value, item.Name, item.Options, item.Quantity, item.Each.MinorUnits))],
            job.Sale?.AnswerBy,
            job.Sale?.ReadyAt,
            job.Sale?.PreparedAt,
            redeemable?.Units,
            redeemable?.Left,
            redeemable?.ExpiresAt,
            job.Sale?.Returning is { } why ? Snake.Of(why) : null,
            sale.Skills);
    }

    private static ImmutableArray<WirePoint> Places(ImmutableArray<JobStop> stops)
    {
        var places = ImmutableArray.CreateBuilder<WirePoint>(stops.Length);
        foreach (var stop in stops)
        {
            places.Add(Of(stop.Place));
        }

        return places.MoveToImmutable();
    }

    private static ImmutableArray<Guid> Guids(Job job)
    {
        if (job.Excluded.IsEmpty)
        {
            return [];
        }

        var ids = ImmutableArray.CreateBuilder<Guid>(job.Excluded.Length);
        foreach (var provider in job.Excluded)
        {
            ids.Add(provider.Value);
        }

        return ids.MoveToImmutable();
    }
}
