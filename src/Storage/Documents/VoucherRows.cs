using System.Text.Json;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>Campaigns and vouchers between rows and what they mean, for both databases.</summary>
internal static class VoucherRows
{
    /// <summary>How many lapsed holds a transaction gives back at the most.</summary>
    public const int LapsedAtOnce = 1_000;

    /// <summary>How many vouchers of a customer are looked at for a quote.</summary>
    public const int UsableAtOnce = 100;

    /// <summary>How many running campaigns are read at once.</summary>
    public const int RunningAtOnce = 1_000;

    /// <summary>The columns of a campaign's account.</summary>
    public const string CampaignColumns = "campaign_id, code, body, ends_at, paused, spent_minor_units, held_minor_units, uses, issued, created_at";

    /// <summary>The columns of a voucher.</summary>
    public const string VoucherColumns = "voucher_id, campaign_id, code, holder_id, source, reference, currency, issued_at, expires_at, status, "
        + "hold_by, hold_customer_id, hold_minor_units, hold_until, hold_ordered, hold_day, used_minor_units, journey_id, hold_market, hold_exposed, used_at";

    /// <summary>A campaign as a document. What may change stands beside it and counts.</summary>
    public static string Body(Campaign campaign) => JsonSerializer.Serialize(campaign, StoreJson.Options);

    /// <summary>Reads a code as it was stored.</summary>
    /// <exception cref="StoreFaultException">It is none.</exception>
    public static VoucherCode Code(string text) =>
        VoucherCode.TryRead(text, out var code, out _) ? code : throw new StoreFaultException("The store holds a voucher's code that is none.");

    /// <summary>The number of a day; 0 for all days.</summary>
    public static long Day(DateOnly? day) => day is { } one ? one.DayNumber + 1 : 0;

    /// <summary>The day of a number.</summary>
    public static DateOnly Day(long number) => DateOnly.FromDayNumber(checked((int)number - 1));

    /// <summary>Whose uses are counted; zeros for everybody's.</summary>
    public static Guid Customer(CampaignCount count) => count.Customer?.Value ?? Guid.Empty;

    /// <summary>A count of its two columns.</summary>
    public static CampaignCount Count(Guid customer, long day) => new(customer == Guid.Empty ? null : new CustomerId(customer), day == 0 ? null : Day(day));

    /// <summary>A hold of its columns; null when there is none.</summary>
    public static VoucherHold? Hold(Guid? by, Guid? customer, long? amount, long? until, long? ordered, long? day, string? market, long? exposed, Currency currency) => by is not { } quote ? null : new VoucherHold(
        quote,
        new CustomerId(customer!.Value),
        new Money(amount!.Value, currency),
        until is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null,
        ordered == 1,
        day is { } number ? Day(number) : null,
        market is { } name ? new MarketId(name) : null,
        exposed is { } taken ? new Money(taken, currency) : null);

    /// <summary>What a market's margin is exposed to by vouchers that are held or were used since: market, currency, since, now.</summary>
    public const string ExposedSql = """
        SELECT CAST(COALESCE((SELECT SUM(hold_exposed) FROM vouchers
                WHERE hold_market = @1 AND status = 'held' AND hold_exposed > 0 AND currency = @2 AND (hold_until IS NULL OR hold_until > @4)), 0)
            + COALESCE((SELECT SUM(hold_exposed) FROM vouchers WHERE hold_market = @1 AND status = 'redeemed' AND hold_exposed > 0 AND currency = @2 AND used_at >= @3), 0) AS bigint)
        """;

    /// <summary>What of a campaign is used and held, but for what the voucher itself holds of it. Counts that no limit of it asks for are not read, and are none.</summary>
    public static CampaignUsage Usage(CampaignAccount account, Voucher voucher, CustomerId customer, DateTimeOffset now, Func<CampaignCount, int> uses)
    {
        var today = account.Campaign.DayAt(now);
        var own = voucher.Status == VoucherStatus.Held ? voucher.Hold : null;
        var (one, mine) = (own is null ? 0 : 1, own is not null && own.Customer == customer ? 1 : 0);
        var isToday = own?.Day == today;
        var limits = account.Campaign.Limits;
        return new CampaignUsage(
            account.Spent,
            own is null ? account.Held : account.Held - own.Amount,
            account.Uses - one,
            limits.PerDay is null ? 0 : uses(new CampaignCount(null, today)) - (isToday ? one : 0),
            limits.PerCustomer is null ? 0 : uses(new CampaignCount(customer, null)) - mine,
            limits.PerCustomerPerDay is null ? 0 : uses(new CampaignCount(customer, today)) - (isToday ? mine : 0));
    }
}
