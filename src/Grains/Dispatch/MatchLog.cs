using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Matching;
using O2O.Dispatch.Matching.Explanations;

namespace O2O.Dispatch.Grains.Dispatch;

/// <summary>
/// The latest decisions of a shard, each with its reasons: a ring, so that a busy day costs no more memory than a quiet one. Asking looks through all of it; deciding only writes.
/// A decision that is worked out holds some 300 bytes. Those of <c>nearest</c> are worked out when somebody asks, and hold their round until then: of such rounds the latest
/// are kept as they are, up to <see cref="MostDeferredBytes"/>, and of one table of travel times.
/// </summary>
/// <param name="capacity">How many decisions are kept; 0 keeps none.</param>
/// <param name="providers">Whose slots they name.</param>
internal sealed class MatchLog(int capacity, ProviderTable providers)
{
    // A candidate names the job it got instead by its number, and that job may be over when somebody asks.
    private const int RememberedJobs = 1 << 16;

    /// <summary>How many bytes of rounds that are still to be worked out are kept.</summary>
    public const long MostDeferredBytes = 8L << 20;

    private readonly Queue<Deferred> _deferred = [];
    private readonly Entry[] _ring = new Entry[capacity];
    private readonly (int Key, Guid Job)[] _jobs = new (int Key, Guid Job)[capacity == 0 ? 0 : RememberedJobs];
    private long _written;
    private long _deferredBytes;

    /// <summary>Whether anything is kept.</summary>
    public bool IsKept => capacity > 0;

    /// <summary>Remembers which job a number stands for.</summary>
    public void Name(int key, Guid job)
    {
        if (IsKept)
        {
            _jobs[key & (RememberedJobs - 1)] = (key, job);
        }
    }

    /// <summary>The number of a job; null when it was never in a round, or long ago.</summary>
    public int? KeyOf(Guid job)
    {
        foreach (var (key, known) in _jobs)
        {
            if (known == job)
            {
                return key;
            }
        }

        return null;
    }

    /// <summary>Takes in the decisions of a round.</summary>
    /// <param name="policy">What decided.</param>
    /// <param name="explanations">The decisions.</param>
    /// <param name="offRoad">How many providers could have been in the round but for standing off the roads.</param>
    public void Add(string policy, IReadOnlyList<MatchExplanation> explanations, int offRoad)
    {
        if (!IsKept)
        {
            return;
        }

        var later = explanations as DeferredExplanations;
        for (var i = 0; i < explanations.Count; i++)
        {
            _ring[_written++ % capacity] = later is null ? new Entry(policy, offRoad, explanations[i], null, 0) : new Entry(policy, offRoad, null, later, i);
        }

        if (later is { Count: > 0 })
        {
            _deferred.Enqueue(new Deferred(later, _written));
            _deferredBytes += later.HeldBytes;
        }

        // A round of which nothing is left in the ring is never worked out.
        while (_deferred.TryPeek(out var oldest) && oldest.End <= _written - capacity)
        {
            Forget();
        }
    }

    /// <summary>The rounds that hold too much to be kept as they are, the oldest first: beyond <see cref="MostDeferredBytes"/>, or of other travel times than now.</summary>
    public IReadOnlyList<DeferredExplanations> Due(ITravelTimes now)
    {
        List<DeferredExplanations>? due = null;
        var left = _deferredBytes;
        foreach (var (round, _) in _deferred)
        {
            if (left <= MostDeferredBytes && ReferenceEquals(round.TravelTimes, now))
            {
                break;
            }

            (due ??= []).Add(round);
            left -= round.HeldBytes;
        }

        return due ?? [];
    }

    /// <summary>Keeps the decisions of rounds that were due instead of the rounds.</summary>
    public void Settle(IReadOnlyList<DeferredExplanations> due)
    {
        foreach (var round in due)
        {
            // One that the ring has overwritten meanwhile is gone already.
            if (!_deferred.TryPeek(out var oldest) || oldest.Round != round)
            {
                continue;
            }

            for (var at = Math.Max(oldest.End - round.Count, Math.Max(0, _written - capacity)); at < oldest.End; at++)
            {
                Decided(at);
            }

            Forget();
        }
    }

    /// <summary>How a job was decided, the latest round first.</summary>
    public ImmutableArray<MatchRound> Of(int key, int most)
    {
        var found = ImmutableArray.CreateBuilder<MatchRound>();
        for (var at = _written - 1; at >= Math.Max(0, _written - capacity) && found.Count < most; at--)
        {
            if (_ring[at % capacity].RequestKey == key)
            {
                found.Add(Round(_ring[at % capacity].Policy, _ring[at % capacity].OffRoad, Decided(at)));
            }
        }

        return found.ToImmutable();
    }

    /// <summary>The jobs that a provider could have had and did not get, the latest first, each once.</summary>
    /// <param name="slot">The provider.</param>
    /// <param name="only">Only this job, and then also when the provider was not among its best; null for all.</param>
    /// <param name="most">How many.</param>
    public ImmutableArray<PassedByJob> PassedBy(int slot, int? only, int most)
    {
        var found = ImmutableArray.CreateBuilder<PassedByJob>();
        var told = new HashSet<int>();
        for (var at = _written - 1; at >= Math.Max(0, _written - capacity) && found.Count < most; at--)
        {
            var key = _ring[at % capacity].RequestKey;
            if ((only ?? key) != key || told.Contains(key) || JobOf(key) is not { } job)
            {
                continue;
            }

            var decided = Decided(at);
            var own = Find(decided, slot);
            if (own is null && only is null && !decided.Committed.Contains(slot) && !decided.Unskilled.Contains(slot))
            {
                continue;
            }

            told.Add(key);
            if (Reason(decided.WhyNot(slot)) is { } reason)
            {
                found.Add(new PassedByJob(
                    job, DateTimeOffset.FromUnixTimeMilliseconds(decided.RoundMilliseconds), reason, PickUp(own), PickUp(Find(decided, decided.ChosenSlot))));
            }
        }

        return found.ToImmutable();
    }

    private static int? PickUp(ExplainedCandidate? candidate) => candidate is { } known ? known.FreeInMilliseconds + known.DriveMilliseconds : null;

    private static ExplainedCandidate? Find(MatchExplanation decided, int slot)
    {
        foreach (var candidate in decided.Candidates)
        {
            if (candidate.Slot == slot)
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>Null when it did not pass by: the provider got it.</summary>
    private static PassedByReason? Reason(PassedBy why) => why switch
    {
        Matching.Explanations.PassedBy.ItGotIt => null,
        Matching.Explanations.PassedBy.OtherWasSooner => PassedByReason.OtherWasSooner,
        Matching.Explanations.PassedBy.GotAnother => PassedByReason.GotAnother,
        Matching.Explanations.PassedBy.NobodyGotIt => PassedByReason.NobodyGotIt,
        Matching.Explanations.PassedBy.WouldMissCommitment => PassedByReason.WouldMissCommitment,
        Matching.Explanations.PassedBy.LacksSkill => PassedByReason.LacksSkill,
        Matching.Explanations.PassedBy.NotAmongTheBest => PassedByReason.NotAmongTheBest,
    };

    private static MatchReason Reason(UnmatchedReason why) => why switch
    {
        UnmatchedReason.NoVehicles => MatchReason.NoVehicles,
        UnmatchedReason.AllTooFar => MatchReason.AllTooFar,
        UnmatchedReason.AllExcluded => MatchReason.AllExcluded,
        UnmatchedReason.AllCommitted => MatchReason.AllCommitted,
        UnmatchedReason.AllLackSkill => MatchReason.AllLackSkill,
        UnmatchedReason.LostToOthers => MatchReason.LostToOthers,
    };

    private MatchRound Round(string policy, int offRoad, MatchExplanation decided) => new(
        DateTimeOffset.FromUnixTimeMilliseconds(decided.RoundMilliseconds),
        policy,
        ProviderOf(decided.ChosenSlot),
        ProviderOf(decided.HeldBySlot),
        [.. decided.Candidates.Select(candidate => new MatchCandidate(
            providers[candidate.Slot].Provider,
            candidate.FreeInMilliseconds,
            candidate.DriveMilliseconds,
            candidate.SwapPenaltyMilliseconds,
            candidate.GotRequestKey is { } other ? JobOf(other) : null))],
        decided.RunnerUp is { } second ? providers[second.Slot].Provider : null,
        decided.RegretMilliseconds,
        decided.Filtered.TooLate,
        decided.Filtered.TooFar,
        decided.Filtered.Excluded,
        decided.Filtered.Lacking,
        decided.Reason is { } why ? Reason(why) : null,
        decided.AgePriceMilliseconds,
        decided.Filtered.WouldMissCommitment,
        offRoad,
        decided.Filtered.LacksSkill);

    private Guid? ProviderOf(int slot) => slot < 0 ? null : providers[slot].Provider;

    private Guid? JobOf(int key) => _jobs[key & (RememberedJobs - 1)] is var (known, job) && known == key && job != Guid.Empty ? job : null;

    /// <summary>A decision, worked out now if it was not before.</summary>
    private MatchExplanation Decided(long at)
    {
        ref var entry = ref _ring[at % capacity];
        if (entry.Explanation is { } known)
        {
            return known;
        }

        var explanation = entry.Round![entry.Index];
        entry = new Entry(entry.Policy, entry.OffRoad, explanation, null, 0);
        return explanation;
    }

    private void Forget() => _deferredBytes -= _deferred.Dequeue().Round.HeldBytes;

    /// <summary>One of the two is there: the explanation, or the round that can tell it and the place in it.</summary>
    private readonly record struct Entry(string Policy, int OffRoad, MatchExplanation? Explanation, DeferredExplanations? Round, int Index)
    {
        public int RequestKey => Explanation?.RequestKey ?? Round!.RequestKey(Index);
    }

    /// <summary>A round of which decisions are still to be worked out, and the number of the decision after its last.</summary>
    private readonly record struct Deferred(DeferredExplanations Round, long End);
}
