using System.ComponentModel.DataAnnotations;

namespace O2O.Dispatch.Payments.Payouts;

/// <summary>When payees are given what they earned.</summary>
public sealed class PayoutsOptions
{
    /// <summary>The section of configuration.</summary>
    public const string Section = "Payouts";

    /// <summary>Whether payees are paid by this system. Default: false; AllInOne says true. Once on, everything that jobs have left on providers' accounts is due, also of the time before.</summary>
    public bool Enabled { get; set; }

    /// <summary>How long after a job was paid its provider's part is transferred to its account at the gateway. Default: 1 d; AllInOne says 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "90.00:00:00")]
    public TimeSpan TransferDelay { get; set; } = TimeSpan.FromDays(1);

    /// <summary>One payout to the bank in each period; periods are counted from 1970-01-01 UTC. Default: 1 d; AllInOne says 10 min.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "31.00:00:00")]
    public TimeSpan Period { get; set; } = TimeSpan.FromDays(1);

    /// <summary>An account that holds less, in minor units, is left for the next period. Default: 100.</summary>
    [Range(1, 1_000_000_000)]
    public long MinimumMinorUnits { get; set; } = 100;

    /// <summary>Between two looks at what is due. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan SweepPeriod { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many jobs, accounts or payouts are read at once. Default: 200.</summary>
    [Range(1, 10_000)]
    public int Batch { get; set; } = 200;

    /// <summary>How long a job waits whose payment is not settled, whose account is not ready, or whose transfer was refused; doubles with each time, at most 64-fold. Default: 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Between two questions to the gateway about one payout, or about an account that is not ready. Default: 5 min; AllInOne says 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PollPeriod { get; set; } = TimeSpan.FromMinutes(5);
}
