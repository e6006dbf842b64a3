using System.Collections.Concurrent;

namespace O2O.Dispatch.Pushes.Drill;

/// <summary>What a drill has come to so far. Thread-safe.</summary>
internal sealed class DrillCounts
{
    private const int MostSaid = 40;
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentDictionary<string, int> _refused = new();
    private long _told;
    private long _recoveredFacts;
    private long _recovered;
    private long _recoveredNothing;
    private long _snapshots;
    private long _unasked;
    private long _gaps;
    private long _doubled;
    private long _cut;
    private long _brokenResumes;
    private int _faultCount;

    /// <summary>What does not hold; of very many the first.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>How many do not hold.</summary>
    public int FaultCount => _faultCount;

    /// <summary>Facts that were told, by push or in answers.</summary>
    public long Facts => Interlocked.Read(ref _told);

    /// <summary>Those that were told in answers.</summary>
    public long FactsInAnswers => Interlocked.Read(ref _recoveredFacts);

    /// <summary>Answers with what was missed, something or nothing.</summary>
    public (long Something, long Nothing) Recoveries => (Interlocked.Read(ref _recovered), Interlocked.Read(ref _recoveredNothing));

    /// <summary>Snapshots, and how many of them to those who knew something.</summary>
    public (long All, long Unasked) SnapshotsTold => (Interlocked.Read(ref _snapshots), Interlocked.Read(ref _unasked));

    /// <summary>Gaps that a client saw and asked about.</summary>
    public long Gaps => Interlocked.Read(ref _gaps);

    /// <summary>Facts that were pushed twice.</summary>
    public long DoubledFacts => Interlocked.Read(ref _doubled);

    /// <summary>Connections that ended and were not dropped.</summary>
    public long CutByServer => Interlocked.Read(ref _cut);

    /// <summary>Resumes that were cut off in their middle, by the drill.</summary>
    public long BrokenResumes => Interlocked.Read(ref _brokenResumes);

    /// <summary>Attempts to connect or subscribe that were refused or broke, by why.</summary>
    public string RefusedAttempts => _refused.IsEmpty ? "none" : string.Join(", ", _refused.OrderByDescending(why => why.Value).Select(why => $"{why.Key} {why.Value}"));

    /// <summary>Something does not hold.</summary>
    public void Fault(string what)
    {
        if (Interlocked.Increment(ref _faultCount) <= MostSaid)
        {
            _faults.Enqueue(what);
        }
    }

    /// <summary>A fact was told.</summary>
    public void Told() => Interlocked.Increment(ref _told);

    /// <summary>A fact was told in an answer.</summary>
    public void RecoveredFact() => Interlocked.Increment(ref _recoveredFacts);

    /// <summary>An answer said what was missed.</summary>
    public void Recovered(bool something) => Interlocked.Increment(ref something ? ref _recovered : ref _recoveredNothing);

    /// <summary>An answer was a snapshot.</summary>
    public void Snapshot(bool asked)
    {
        Interlocked.Increment(ref _snapshots);
        if (!asked)
        {
            Interlocked.Increment(ref _unasked);
        }
    }

    /// <summary>A client saw that something is missing.</summary>
    public void Gap() => Interlocked.Increment(ref _gaps);

    /// <summary>A fact was pushed twice.</summary>
    public void Doubled(string what)
    {
        Interlocked.Increment(ref _doubled);
        Fault(what);
    }

    /// <summary>A connection ended by itself.</summary>
    public void Cut() => Interlocked.Increment(ref _cut);

    /// <summary>A resume was cut off in its middle.</summary>
    public void BrokenResume() => Interlocked.Increment(ref _brokenResumes);

    /// <summary>An attempt was refused or broke.</summary>
    public void Refused(string why) => _refused.AddOrUpdate(why, 1, (_, known) => known + 1);
}
