using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Grains.Dispatch;

/// <summary>The providers of a shard in flat arrays by slot. A slot is given once and kept, so that order never comes from a hash.</summary>
internal sealed class ProviderTable
{
    /// <summary>The node of who stands too far off the roads.</summary>
    public const int OffRoad = -2;

    private readonly Dictionary<Guid, int> _slots = [];
    private Row[] _rows = new Row[256];

    /// <summary>How many slots are given.</summary>
    public int Count { get; private set; }

    /// <summary>The rows by slot, 0 to <see cref="Count"/> - 1.</summary>
    public Span<Row> Rows => _rows.AsSpan(0, Count);

    /// <summary>The slot of a provider; -1 when it has none.</summary>
    public int Find(Guid provider) => _slots.TryGetValue(provider, out var slot) ? slot : -1;

    /// <summary>Whether a provider has reported at an instant, or later.</summary>
    public bool HasReported(Guid provider, DateTimeOffset at) => Find(provider) is >= 0 and var slot && _rows[slot].HasPlace && _rows[slot].ReportedAt >= at;

    /// <summary>The row of a slot.</summary>
    public ref Row this[int slot] => ref _rows[slot];

    /// <summary>The slot of a provider, given now when it has none.</summary>
    public int SlotOf(Guid provider)
    {
        if (_slots.TryGetValue(provider, out var slot))
        {
            return slot;
        }

        if (Count == _rows.Length)
        {
            Array.Resize(ref _rows, _rows.Length * 2);
        }

        _rows[Count] = new Row { Provider = provider, Node = -1 };
        _slots[provider] = Count;
        return Count++;
    }

    /// <summary>Takes in what a provider is now. News of an earlier shift is old and ignored.</summary>
    /// <param name="view">The provider.</param>
    /// <param name="onShiftHere">Whether its shift is in this shard.</param>
    /// <returns>The slot, or -1 when it was ignored.</returns>
    public int Learn(ProviderView view, bool onShiftHere)
    {
        var slot = SlotOf(view.Provider);
        ref var row = ref _rows[slot];
        if (view.ShiftNumber < row.ShiftNumber)
        {
            return -1;
        }

        row.ShiftNumber = view.ShiftNumber;
        row.Known = true;
        row.OnShift = onShiftHere && view.Standing == StandingState.Approved;
        row.Capacity = view.Capacity;
        row.ChainLimit = view.ChainLimit;
        row.Rating = view.Rating;
        row.Skills = view.Skills;
        return slot;
    }

    /// <summary>One provider.</summary>
    internal struct Row
    {
        /// <summary>Who.</summary>
        public Guid Provider;

        /// <summary>Of the last news.</summary>
        public long ShiftNumber;

        /// <summary>Whether its view was ever seen.</summary>
        public bool Known;

        /// <summary>Whether it works here.</summary>
        public bool OnShift;

        /// <summary>What its vehicle carries.</summary>
        public int Capacity;

        /// <summary>How it is rated, 1 to 5; null when it is not.</summary>
        public double? Rating;

        /// <summary>What it can do or is licensed for; null for nothing.</summary>
        public ImmutableArray<string>? Skills;

        /// <summary>How many active jobs it may have.</summary>
        public int ChainLimit;

        /// <summary>The jobs of this shard that it has, in the order of its plan; null before the first.</summary>
        public List<ShardJob>? Jobs;

        /// <summary>The booked jobs of this shard that it has promised and does not drive for yet; null before the first.</summary>
        public List<ShardJob>? Promised;

        /// <summary>Everything it has promised, also of other shards, as it told last; null for nothing.</summary>
        public ImmutableArray<ProviderCommitment>? Told;

        /// <summary>The road node that it rolls to, since the job it drove for was taken from it.</summary>
        public int RollsTo;

        /// <summary>Until when.</summary>
        public DateTimeOffset RollsUntil;

        /// <summary>Where it was last advised to go; a road node.</summary>
        public int AdvisedNode;

        /// <summary>Where it was then.</summary>
        public GeoPoint AdvisedAt;

        /// <summary>Its way there; null when it was not advised since its last job.</summary>
        public Heading? Advised;

        /// <summary>The node from which it was taken to set out in the last round.</summary>
        public int SetsOutFrom;

        /// <summary>The offer before it; empty when none.</summary>
        public Guid Offer;

        /// <summary>The last reported place.</summary>
        public GeoPoint Place;

        /// <summary>The road node nearest to it; -1 until it is looked up.</summary>
        public int Node;

        /// <summary>Whether any report has come.</summary>
        public bool HasPlace;

        /// <summary>When it reported last, or when this shard first had a reason to expect a report.</summary>
        public DateTimeOffset ReportedAt;

        /// <summary>The last report that was already given as a silence.</summary>
        public DateTimeOffset SilenceToldFor;

        /// <summary>Not to be looked up again before.</summary>
        public DateTimeOffset LookUpNotBefore;

        /// <summary>What it drove while it had jobs of this shard.</summary>
        public Odometer Driven;

        /// <summary>How many jobs of this shard it has.</summary>
        public readonly int BoundJobs => Jobs?.Count ?? 0;

        /// <summary>A job is its now: behind those that are under way, and those it is due at sooner.</summary>
        public void Take(ShardJob job)
        {
            Jobs ??= [];
            var at = Jobs.Count;
            while (at > 0 && Jobs[at - 1].ComesAfter(job))
            {
                at--;
            }

            Jobs.Insert(at, job);
            Advised = null;
            RollsUntil = default;
        }
    }
}
