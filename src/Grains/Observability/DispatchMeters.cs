using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace O2O.Dispatch.Grains.Observability;

/// <summary>
/// The instruments of the grains and of what runs beside them; docs/reference/observability.md lists them. Nobody listening, each costs a comparison: durations are not even taken. What they are
/// told decides nothing, so a replay is the same with them and without.
/// </summary>
public static class DispatchMeters
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "O2O.Dispatch.Grains";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Transitions = Meter.CreateCounter<long>("dispatch.jobs.transitions", "{job}", "Jobs that came to a state, by state.");
    private static readonly Counter<long> Offers = Meter.CreateCounter<long>("dispatch.offers", "{offer}", "Offers by what happened to them: made, accepted, declined, expired or withdrawn.");
    private static readonly Histogram<double> Answers = Meter.CreateHistogram<double>("dispatch.offer.accept.duration", "s", "From an offer to its acceptance.");
    private static readonly Histogram<double> Rounds = Meter.CreateHistogram<double>("dispatch.match.round.duration", "s", "A round of matching: solving and sending the offers.");
    private static readonly Histogram<long> RoundRequests = Meter.CreateHistogram<long>("dispatch.match.round.requests", "{job}", "Jobs that a round of matching had before it.");
    private static readonly Histogram<long> RoundVehicles = Meter.CreateHistogram<long>("dispatch.match.round.vehicles", "{vehicle}", "Vehicles that a round of matching had before it.");
    private static readonly Histogram<double> Commits = Meter.CreateHistogram<double>("dispatch.store.commit.duration", "s", "A job's commit, until it is durable or refused, by result.");
    private static readonly Histogram<double> Lags = Meter.CreateHistogram<double>("dispatch.outbox.lag", "s", "From a commit to the delivery of what it owed, by kind.");
    private static readonly Counter<long> Failures = Meter.CreateCounter<long>("dispatch.outbox.failures", "{row}", "Deliveries that failed: put off or parked.");
    private static readonly Histogram<double> Gateway = Meter.CreateHistogram<double>("dispatch.gateway.duration", "s", "A call of the payment gateway, by operation and outcome.");

    private static long _waiting;
    private static long _parked;
    private static IReadOnlyList<(string State, long Count)> _jobs = [];

    static DispatchMeters()
    {
        RowsGauge = Meter.CreateObservableGauge(
            "dispatch.outbox.rows",
            () => (Measurement<long>[])[new(Volatile.Read(ref _waiting), new KeyValuePair<string, object?>("state", "waiting")), new(Volatile.Read(ref _parked), new KeyValuePair<string, object?>("state", "parked"))],
            "{row}",
            "Rows of the outbox that wait, and rows set aside for a person.");
        JobsGauge = Meter.CreateObservableGauge(
            "dispatch.jobs",
            () => Volatile.Read(ref _jobs).Select(entry => new Measurement<long>(entry.Count, new KeyValuePair<string, object?>("state", entry.State))),
            "{job}",
            "Jobs in the store, by state.");
    }

    /// <summary>Whether anybody wants to know what the store holds, which has to be asked of it.</summary>
    public static bool WantsLevels => RowsGauge.Enabled || JobsGauge.Enabled;

    /// <summary>Whether rounds of matching are measured.</summary>
    internal static bool MeasuresRounds => Rounds.Enabled || RoundRequests.Enabled;

    /// <summary>Whether commits are measured.</summary>
    internal static bool MeasuresCommits => Commits.Enabled;

    /// <summary>Whether calls of the gateway are measured.</summary>
    internal static bool MeasuresGateway => Gateway.Enabled;

    private static ObservableGauge<long> RowsGauge { get; }

    private static ObservableGauge<long> JobsGauge { get; }

    /// <summary>A job came to a state.</summary>
    internal static void Reached(string state) => Transitions.Add(1, new KeyValuePair<string, object?>("state", state));

    /// <summary>Whether transitions are counted, so that their names are worth making.</summary>
    internal static bool CountsTransitions => Transitions.Enabled;

    /// <summary>Something happened to an offer.</summary>
    internal static void Offer(string outcome) => Offers.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>An offer was accepted so long after it was made.</summary>
    internal static void Accepted(TimeSpan after)
    {
        Offer("accepted");
        Answers.Record(after.TotalSeconds);
    }

    /// <summary>A round of matching is over.</summary>
    internal static void Round(string shard, long startedAt, int requests, int vehicles)
    {
        var tag = new KeyValuePair<string, object?>("shard", shard);
        Rounds.Record(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, tag);
        RoundRequests.Record(requests, tag);
        RoundVehicles.Record(vehicles, tag);
    }

    /// <summary>A commit is durable, or was refused.</summary>
    internal static void Commit(long startedAt, string result) =>
        Commits.Record(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, new KeyValuePair<string, object?>("result", result));

    /// <summary>A row of the outbox was delivered so long after its commit.</summary>
    internal static void Delivered(string kind, TimeSpan lag) => Lags.Record(Math.Max(0, lag.TotalSeconds), new KeyValuePair<string, object?>("kind", kind));

    /// <summary>A delivery failed.</summary>
    internal static void Failed(bool parked) => Failures.Add(1, new KeyValuePair<string, object?>("result", parked ? "parked" : "put_off"));

    /// <summary>The gateway answered, or did not.</summary>
    internal static void Called(long startedAt, string operation, string outcome) => Gateway.Record(
        Stopwatch.GetElapsedTime(startedAt).TotalSeconds, new KeyValuePair<string, object?>("operation", operation), new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>What the store held when it was last asked.</summary>
    internal static void Levels(long waiting, long parked, IReadOnlyList<(string State, long Count)> jobs)
    {
        Volatile.Write(ref _waiting, waiting);
        Volatile.Write(ref _parked, parked);
        Volatile.Write(ref _jobs, jobs);
    }
}
