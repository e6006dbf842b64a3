using System.Collections.Immutable;
using O2O.Dispatch.Api.Stores;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Statistics;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Api.Statistics;

/// <summary>Counts what a merchant's orders came to. Each store's days are by its own clock: stores of one time zone are counted together.</summary>
internal sealed class StatisticsDesk(IMerchantStore merchants, IStatisticsStore statistics, TimeProvider time)
{
    private const int StoresAPage = 200;

    /// <summary>Counts.</summary>
    /// <param name="scope">For whom.</param>
    /// <param name="store">One store of it; null for all that the caller sees.</param>
    /// <param name="from">The first day; null for today, at each store.</param>
    /// <param name="to">The day after the last; null for one day.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The figures; null when the caller sees no such store.</returns>
    public async ValueTask<MerchantStatisticsResource?> Read(MerchantScope scope, StoreId? store, DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        var only = store ?? scope.Only;
        var stores = await Stores(scope, only, cancellationToken);
        if (only is not null && stores.IsEmpty)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var (all, before) = (SaleTally.Empty, SaleTally.Empty);
        var hours = new SortedDictionary<ClockHour, Hour>();
        var rows = ImmutableArray.CreateBuilder<StoreStatisticsResource>(stores.Length);
        var (first, end) = (from ?? DateOnly.MaxValue, to ?? DateOnly.MinValue);
        foreach (var inZone in stores.GroupBy(one => one.TimeZone, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(inZone.Key);
            var begin = from ?? StatisticsPeriod.Today(zone, now);
            var period = StatisticsPeriod.Of(zone, begin, to ?? begin.AddDays(1), now);
            (first, end) = (begin < first ? begin : first, (to ?? begin.AddDays(1)) is var last && last > end ? last : end);
            var here = inZone.Select(one => one.Id).ToHashSet();
            var tally = (await statistics.Tally(scope.Merchant.Id, only, period.Begins, period.Ends, now, cancellationToken)).Of(here.Contains);
            var tallyBefore = (await statistics.Tally(scope.Merchant.Id, only, period.BeforeBegins, period.BeforeEnds, now, cancellationToken)).Of(here.Contains);
            (all, before) = (all.With(tally), before.With(tallyBefore));
            foreach (var hour in ClockHour.Within(zone, period.Begins, period.DaysEnd))
            {
                hours.TryAdd(hour, new Hour());
            }

            Add(hours, zone, tally, isBefore: false);
            Add(hours, zone, tallyBefore, isBefore: true);
            var (ofStore, ofStoreBefore) = (tally.ByStore(), tallyBefore.ByStore());
            rows.AddRange(inZone.Select(one => new StoreStatisticsResource(
                one.Id.Value,
                one.Name,
                one.TimeZone,
                period.Begins,
                period.Ends,
                period.BeforeBegins,
                period.BeforeEnds,
                Figures(scope, ofStore(one.Id)),
                Figures(scope, ofStoreBefore(one.Id)))));
        }

        if (stores.IsEmpty)
        {
            first = from ?? StatisticsPeriod.Today(TimeZoneInfo.Utc, now);
            end = to ?? first.AddDays(1);
        }

        return new MerchantStatisticsResource(
            now,
            first,
            end,
            scope.Merchant.Currency.Code,
            only?.Value,
            Figures(scope, all),
            Figures(scope, before),
            [.. hours.Select(hour => hour.Value.Of(hour.Key))],
            [.. rows.OrderBy(row => row.Name, StringComparer.Ordinal).ThenBy(row => row.StoreId)]);
    }

    private static void Add(SortedDictionary<ClockHour, Hour> hours, TimeZoneInfo zone, SaleTally tally, bool isBefore)
    {
        foreach (var count in tally.Counts)
        {
            if (count.Kind is SaleFactKind.Ordered or SaleFactKind.Redeemed)
            {
                At(count.Quarter).Add(isBefore, count.Kind == SaleFactKind.Ordered ? count.Count : 0, count.Kind == SaleFactKind.Redeemed ? count.Count : 0, 0);
            }
        }

        foreach (var quarter in tally.Moves.GroupBy(move => move.Quarter))
        {
            if (JobEconomics.Of(quarter.Select(move => move.Move)).Gross is var gross and not 0)
            {
                At(quarter.Key).Add(isBefore, 0, 0, gross);
            }
        }

        // An hour that the days before had and these have not is there when something happened in it.
        Hour At(DateTimeOffset quarter)
        {
            var hour = ClockHour.Of(zone, quarter);
            if (!hours.TryGetValue(hour, out var found))
            {
                hours[hour] = found = new Hour();
            }

            return found;
        }
    }

    private static SaleFiguresResource Figures(MerchantScope scope, SaleTally tally)
    {
        var of = SaleFigures.Of(tally, scope.Merchant.Id);
        return new SaleFiguresResource(
            of.Ordered,
            of.Asked,
            of.Accepted,
            of.Rejected,
            of.Silent,
            of.Completed,
            of.Redemptions,
            of.Units,
            Duration(of.Answer),
            Duration(of.Preparation),
            Duration(of.CourierWaiting),
            Duration(of.Waiting),
            of.Gross,
            of.Net,
            of.Refunded,
            [.. of.Discounts.Select(one => new FundedAmountResource(one.Funder, one.MinorUnits))],
            of.RatingCount,
            of.RatingAverage,
            of.NewCustomers,
            of.ReturningCustomers);
    }

    private static DurationResource Duration(DurationFigures of) => new(of.Count, of.Mean?.TotalSeconds, of.Median?.TotalSeconds, of.NinetyFifth?.TotalSeconds);

    private async ValueTask<ImmutableArray<Store>> Stores(MerchantScope scope, StoreId? only, CancellationToken cancellationToken)
    {
        if (only is { } one)
        {
            return await merchants.Find(one, cancellationToken) is { } entry && scope.Sees(entry.Store) ? [entry.Store] : [];
        }

        var all = ImmutableArray.CreateBuilder<Store>();
        ImmutableArray<StoreEntry> page;
        do
        {
            page = await merchants.StoresOf(scope.Merchant.Id, all.Count == 0 ? null : all[^1].Id, StoresAPage, cancellationToken);
            all.AddRange(page.Select(entry => entry.Store));
        }
        while (page.Length == StoresAPage);
        return all.ToImmutable();
    }

    /// <summary>What one hour of the day came to.</summary>
    private sealed class Hour
    {
        private readonly long[] _now = new long[3];
        private readonly long[] _before = new long[3];

        public void Add(bool isBefore, long ordered, long redemptions, long gross)
        {
            var to = isBefore ? _before : _now;
            to[0] += ordered;
            to[1] += redemptions;
            to[2] += gross;
        }

        public HourFiguresResource Of(ClockHour hour) => new(hour.Hour, hour.Repeated, _now[0], _now[1], _now[2], _before[0], _before[1], _before[2]);
    }
}
