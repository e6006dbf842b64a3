using System.Collections.Immutable;
using System.Globalization;
using O2O.Dispatch.Contracts.Journeys;
using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>What journeys come to, between rows and what they mean, for both databases.</summary>
internal static class LoopRows
{
    /// <summary>Before everything in a timeline.</summary>
    public static MomentCursor First { get; } = new(DateTimeOffset.MaxValue, string.Empty);

    /// <summary>Cohorts of rows of week, week after the first job (-1: all) and customers, in this order.</summary>
    public static ImmutableArray<Cohort> Cohorts(IEnumerable<(long Cohort, long Week, long Customers)> rows) =>
    [
        .. rows.GroupBy(row => row.Cohort).Select(week =>
        {
            var again = new long[Cohort.Weeks];
            foreach (var row in week.Where(row => row.Week >= 0))
            {
                again[row.Week] = row.Customers;
            }

            return new Cohort(checked((int)week.Key), week.Single(row => row.Week < 0).Customers, [.. again]);
        }),
    ];

    /// <summary>A campaign's figures of the rows that its statements give.</summary>
    public static CampaignFigures Figures(
        IReadOnlyCollection<(string State, long Count)> states,
        IEnumerable<FundedAmount> costs,
        (IReadOnlyCollection<(string Currency, long Count)> Jobs, IReadOnlyCollection<(string Currency, BookMove Move)> Moves) used,
        (IReadOnlyCollection<(string Currency, long Count)> Jobs, IReadOnlyCollection<(string Currency, BookMove Move)> Moves) earned,
        (long Made, long Followed) suggestions,
        IEnumerable<CampaignSource> sources)
    {
        return new CampaignFigures(Count("issued") + Count("held"), Count("redeemed"), Count("expired"), Count("voided"), [.. costs], Of(used), Of(earned), suggestions.Made, suggestions.Followed, [.. sources]);

        long Count(string state) => states.Where(row => row.State == state).Sum(row => row.Count);

        static ImmutableArray<CampaignJobs> Of((IReadOnlyCollection<(string Currency, long Count)> Jobs, IReadOnlyCollection<(string Currency, BookMove Move)> Moves) of) =>
            [.. of.Jobs.Select(row => new CampaignJobs(row.Currency, row.Count, JobEconomics.Of(of.Moves.Where(move => move.Currency == row.Currency).Select(move => move.Move))))];
    }

    /// <summary>A way that vouchers came by, of its columns.</summary>
    public static CampaignSource Source(string source, long issued, long used) => new(EnumText<VoucherSource>.Parse(source), issued, used);

    /// <summary>A suggestion of its columns.</summary>
    public static Suggestion Suggestion(Guid id, Guid customer, string market, Guid campaign, Guid? voucher, Guid journey, Guid? job, DateTimeOffset at, long? followed) => new(
        id,
        new CustomerId(customer),
        new MarketId(market),
        new CampaignId(campaign),
        voucher is { } one ? new VoucherId(one) : null,
        new JourneyId(journey),
        job is { } of ? new JobId(of) : null,
        at,
        followed is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null);

    /// <summary>A moment of its columns. What was had at a counter has its worth as a text.</summary>
    public static CustomerMoment Moment(DateTimeOffset at, string kind, string key, Guid subject, Guid? job, Guid? journey, string? detail, long? amount, string? currency, long? number)
    {
        var what = EnumText<MomentKind>.Parse(kind);
        return what == MomentKind.Redeemed && detail is not null
            ? new CustomerMoment(at, what, key, subject, job, journey, null, long.Parse(detail.AsSpan(0, detail.IndexOf(' ', StringComparison.Ordinal)), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), currency, number)
            : new CustomerMoment(at, what, key, subject, job, journey, detail, amount, currency, number);
    }
}
