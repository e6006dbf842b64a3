using System.ComponentModel.DataAnnotations;

namespace O2O.Dispatch.Api.Live;

/// <summary>How this host shows what is going on.</summary>
public sealed class LiveOptions
{
    /// <summary>The key of share links and of clicks on placed stores, base64 of at least 32 bytes, the same on all hosts. Default: empty, which draws one: links end with the process.</summary>
    public string ShareKey { get; set; } = string.Empty;

    /// <summary>Between two batches of location reports to each dispatch shard. Default: 100 ms. Longer batches are fewer calls and older places in the rounds of matching.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:00:10")]
    public TimeSpan LocationFlushPeriod { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Providers whose report waits for one shard at the most; further ones are refused until the batch is on its way. Default: 50,000.</summary>
    [Range(1, 100_000)]
    public int LocationsPerShard { get; set; } = 50_000;

    /// <summary>A report that lies farther in the future is refused; one that lies less far counts as of now. Default: 30 s, what clocks of phones are off by.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan LocationClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>As fast as a vehicle can be, in km/h: a report that would need more is left out. Default: 250.</summary>
    [Range(1, 10_000)]
    public double FastestKilometresPerHour { get; set; } = 250;

    /// <summary>As far as a reported place may be off whatever the time between, in metres; what phones are off by at worst. Default: 1,500.</summary>
    [Range(1, 1_000_000)]
    public double LocationJumpMetres { get; set; } = 1_500;

    /// <summary>Reports in a row that were left out as too fast or as a jump, and agree with each other, are believed when they are so many. Default: 3. With 1 everything is believed.</summary>
    [Range(1, 1_000)]
    public int LocationJumpsBelieved { get; set; } = 3;

    /// <summary>Providers of unknown shift that are looked up at once at the most. Default: 64. The others wait.</summary>
    [Range(1, 10_000)]
    public int LookUpsAtOnce { get; set; } = 64;

    /// <summary>Providers of unknown shift that wait for a look-up at the most; reports of others are dropped. Default: 20,000.</summary>
    [Range(1, 1_000_000)]
    public int LookUpsWaiting { get; set; } = 20_000;

    /// <summary>How long a provider without a shift is not looked up again. Default: 5 s. News of a shift that begins ends it at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan OffShiftMemory { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a shift is believed without news of it; then the provider is looked up again. Default: 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan ShiftMemory { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>A vehicle that has not reported for this long goes off the map, and a report that is older is left out. Default: 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan VehicleSilence { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Between two frames of a watched map, and between two messages to other nodes about where vehicles are. Default: 250 ms. Frames cost the more the shorter it is, whatever moves.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:10")]
    public TimeSpan MapPeriod { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Groups that the watchers of one map are put into at the most; each has its frames at its own part of the period, so that thousands of sends do not wait for each other. Default: 4. One does for 500 watchers; each builds its frames itself.</summary>
    [Range(1, 8)]
    public int MapGroups { get; set; } = 4;

    /// <summary>Between two vehicle frames of one job, and between two sets of figures. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan FollowPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Between two looks of the alert board into the store. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan AlertPeriod { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A job whose deadline passed longer ago than this is stuck: the sweeps should have seen to it. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan StuckAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Alerts of one kind that are shown at the most. Default: 200.</summary>
    [Range(1, 10_000)]
    public int AlertsPerKind { get; set; } = 200;

    /// <summary>Between two counts of the jobs by state in the store; in between events keep them. Default: 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RecountPeriod { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Between two checks of the books at the least; it is at least twenty times what the last one took. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LedgerCheckPeriod { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Events that wait to be pushed at the most. Default: 65,536. When more come, all subscribers are told to reload.</summary>
    [Range(16, 10_000_000)]
    public int QueuedEvents { get; set; } = 65_536;
}
