using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>The statements of referrals, in the words of either database.</summary>
internal sealed class ReferralSql
{
    private const string Columns = "campaign_id, operator_id, referrer_id, customer_id, at, job_id, rewarded";
    private readonly bool _isSqlite;

    private ReferralSql(bool isSqlite)
    {
        _isSqlite = isSqlite;
        PutLink = Of("INSERT INTO referral_links (campaign_id, customer_id, link_id, made_at) VALUES (@1, @2, @3, @4) ON CONFLICT (campaign_id, customer_id) DO NOTHING");
        Link = Of("SELECT link_id FROM referral_links WHERE campaign_id = @1 AND customer_id = @2");
        Referrer = Of("SELECT customer_id FROM referral_links WHERE link_id = @1 AND campaign_id = @2");
        Find = Of($"SELECT {Columns} FROM referrals WHERE operator_id = @1 AND customer_id = @2");
        Refer = Of("INSERT INTO referrals (operator_id, customer_id, campaign_id, referrer_id, at) VALUES (@1, @2, @3, @4, @5) ON CONFLICT (operator_id, customer_id) DO NOTHING");
        HasOrdered = Of(isSqlite
            ? "SELECT 1 FROM jobs WHERE customer_id = @1 AND market IN (SELECT value FROM json_each(@2)) AND (phase < 3 OR status = 'completed') LIMIT 1"
            : "SELECT 1 FROM job_orders o JOIN jobs j ON j.job_id = o.job_id WHERE o.customer_id = @1 AND j.market = ANY (@2::text[]) AND (j.phase < 3 OR j.status = 'completed') LIMIT 1");
        Complete = Of("""
            UPDATE referrals SET job_id = @3, rewarded = CASE WHEN (SELECT COUNT(*) FROM referrals r WHERE r.campaign_id = referrals.campaign_id AND r.referrer_id = referrals.referrer_id AND r.rewarded = 1) < @4 THEN 1 ELSE 0 END
            WHERE operator_id = @1 AND customer_id = @2 AND job_id IS NULL
            """);
        Unreward = Of("UPDATE referrals SET rewarded = 0 WHERE operator_id = @1 AND customer_id = @2 AND job_id = @3");
        Count = Of("SELECT COUNT(*), CAST(COALESCE(SUM(rewarded), 0) AS bigint) FROM referrals WHERE campaign_id = @1 AND referrer_id = @2");
    }

    /// <summary>For SQLite.</summary>
    public static ReferralSql Sqlite { get; } = new(isSqlite: true);

    /// <summary>For PostgreSQL.</summary>
    public static ReferralSql Postgres { get; } = new(isSqlite: false);

    /// <summary>Keeps a customer's link where there is none: campaign, customer, name, instant.</summary>
    public string PutLink { get; }

    /// <summary>The name of a customer's link: campaign, customer.</summary>
    public string Link { get; }

    /// <summary>Whose link it is: name, campaign.</summary>
    public string Referrer { get; }

    /// <summary>A customer's referral: operator, customer.</summary>
    public string Find { get; }

    /// <summary>Writes one down where there is none: operator, customer, campaign, referrer, instant.</summary>
    public string Refer { get; }

    /// <summary>Whether a customer has a job that was completed or is under way: customer, markets.</summary>
    public string HasOrdered { get; }

    /// <summary>Gives a referral its job where it has none: operator, customer, job, as many as are rewarded.</summary>
    public string Complete { get; }

    /// <summary>Takes back that a referral is rewarded: operator, customer, job.</summary>
    public string Unreward { get; }

    /// <summary>How many a customer has brought, and for how many it got a voucher: campaign, customer.</summary>
    public string Count { get; }

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    public IReadOnlyList<string> HotReads => [Link, Referrer, Find, HasOrdered, Count];

    /// <summary>A referral of its columns.</summary>
    public static Referral Read(Guid campaign, string @operator, Guid referrer, Guid customer, DateTimeOffset at, Guid? job, long rewarded) => new(
        new CampaignId(campaign), new OperatorId(@operator), new CustomerId(referrer), new CustomerId(customer), at, job is { } id ? new JobId(id) : null, rewarded == 1);

    private string Of(string sql) => sql.Replace('@', _isSqlite ? '?' : '$');
}
