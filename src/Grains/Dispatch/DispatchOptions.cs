using System.ComponentModel.DataAnnotations;

namespace O2O.Dispatch.Grains.Dispatch;

/// <summary>How dispatch shards work.</summary>
public sealed class DispatchOptions
{
    /// <summary>A provider that has not reported for this long gets no offers. Default: 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ReportFreshness { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Between two looks for deadlines and lapsed offers. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan SweepPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Between two looks for silent providers, and for a changed market. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan WatchPeriod { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Jobs woken in one look at the most. Default: 500.</summary>
    [Range(1, 100_000)]
    public int SweepBatch { get; set; } = 500;

    /// <summary>A provider that stands farther than this from any road is in no round until it reports from elsewhere, and is counted as off_road in explanations; in metres. Default: 500.</summary>
    [Range(1, 100_000)]
    public double FarthestFromRoadMetres { get; set; } = 500;

    /// <summary>Unknown providers looked up at a time, at the most. Default: 100.</summary>
    [Range(1, 10_000)]
    public int LookUpsPerBatch { get; set; } = 100;

    /// <summary>How often a job may move to another provider before pick-up, at the most; a policy may allow less. Default: 3.</summary>
    [Range(0, 100)]
    public int MostReassignments { get; set; } = 3;

    /// <summary>How long an advice to move stays good beyond the time the way takes. Default: 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan AdviceGrace { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a provider that was advised to move, and should be there by now, is not advised again. Default: 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan AdviceRest { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Decisions that a shard keeps with their reasons, about 300 bytes each, and up to 8 MiB for rounds of nearest still to be worked out; 0 keeps none. Default: 20,000.</summary>
    [Range(0, 1_000_000)]
    public int KeptMatches { get; set; } = 20_000;

    /// <summary>How long before a promised time a provider has to be there, as far as travel times tell: what traffic and customers may take. Default: 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "02:00:00")]
    public TimeSpan CommitmentMargin { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a courier may be expected to stand at a store until the goods are ready: who would stand longer is not sent yet. Long enough, and couriers are sent from the lead time on. Default: 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan LongestStanding { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Between two pings of the keeper to each shard. Default: 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan KeeperPeriod { get; set; } = TimeSpan.FromSeconds(2);
}
