using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Domain.Jobs;

/// <summary>Bounds that no market can change.</summary>
public static class JobLimits
{
    /// <summary>How long past its due time a job with a provider may stand still before the platform cancels it (and says so in an alert): 4 hours. A guess, long enough for any breakdown.</summary>
    public static readonly TimeSpan StuckAfter = TimeSpan.FromHours(4);

    /// <summary>The longest service: 7 days.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromDays(7);

    /// <summary>At most this many stops a job.</summary>
    public const int MaxStops = 10;

    /// <summary>At most this much load a job.</summary>
    public const int MaxLoad = 1_000;

    /// <summary>A measured distance counts at most this much: 20,000 km, half way round the earth. What lies above is a broken meter.</summary>
    public static readonly Metres MaxMeasured = new(20_000_000);

    /// <summary>At most this many holds are asked for a job: a card that is held shorter than the service lasts would be held for ever.</summary>
    public const int MaxHolds = 4;

    /// <summary>At most this many refunds a job.</summary>
    public const int MaxRefunds = 50;

    /// <summary>At most this many disputes a job.</summary>
    public const int MaxDisputes = 20;

    /// <summary>At most this many tries of a tip.</summary>
    public const int MaxTips = 10;

    /// <summary>At most this many tries of what the hold did not cover.</summary>
    public const int MaxRests = 20;

    /// <summary>The customer's app may say at most this often that a payment is confirmed.</summary>
    public const int MaxConfirmations = 20;

    /// <summary>At most this much refused news of the payment is written down; what comes then is refused all the same.</summary>
    public const int MaxNewsRefused = 50;

    /// <summary>At most this many transfers of what a job earned, refused ones counted.</summary>
    public const int MaxTransfers = 50;

    /// <summary>A store prepares an order for at most this long: 24 hours.</summary>
    public static readonly TimeSpan MaxPreparation = TimeSpan.FromHours(24);

    /// <summary>At most this many offers of extra work a job.</summary>
    public const int MaxExtras = 20;

    /// <summary>All legs of a chain are there within this long, or those that are let go: 15 minutes. Long enough for every repetition of an order that was interrupted.</summary>
    public static readonly TimeSpan ChainMadeWithin = TimeSpan.FromMinutes(15);

    /// <summary>The booked time of a leg that has to wait moves by at most this long: 24 hours.</summary>
    public static readonly TimeSpan MostMoved = TimeSpan.FromHours(24);

    /// <summary>A leg without a booked time waits for the one before it at most this long: 120 days, longer than any booking, service and breakdown before it together.</summary>
    public static readonly TimeSpan MaxChainWait = TimeSpan.FromDays(120);

    /// <summary>A job's destination is changed at most this often.</summary>
    public const int MaxDestinationChanges = 10;

    /// <summary>One offer of extra work comes to at most ten times the quoted price.</summary>
    public static Money.Money MostExtra(Fares.Fare quoted) => new(checked(quoted.Gross.MinorUnits * 10), quoted.Currency);

    /// <summary>A booking lies at most this far ahead.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromDays(90);
}
