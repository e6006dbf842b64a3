namespace O2O.Dispatch.Pushes.Drill;

/// <summary>Holds what followers wrote down against what is stored, and what they were told of a market against those who heard it without a break.</summary>
/// <param name="stored">The facts of each durable stream, in order.</param>
/// <param name="counts">Takes what does not hold.</param>
internal sealed class StreamProof(IReadOnlyDictionary<string, List<Fact>> stored, DrillCounts counts)
{
    /// <summary>Facts that were held against the store, or against an observer.</summary>
    public long Facts { get; private set; }

    /// <summary>Snapshots that were.</summary>
    public long Snapshots { get; private set; }

    /// <summary>Facts that were never told and are in no snapshot.</summary>
    public long Missed { get; private set; }

    /// <summary>Facts and snapshots of a market from where no observer heard it.</summary>
    public long Unheard { get; private set; }

    /// <summary>A follower of a customer, a provider or a job.</summary>
    /// <param name="follower">Who.</param>
    /// <param name="last">Where its stream was when the drill ended.</param>
    public void Durable(Follower follower, long last)
    {
        var truth = stored.TryGetValue(follower.Stream, out var facts) ? facts : [];
        var (known, snapshots) = (0L, new Queue<StreamSnapshot>(follower.Snapshots));
        for (var i = 0; i <= follower.Facts.Count; i++)
        {
            while (snapshots.TryPeek(out var snapshot) && snapshot.Before == i)
            {
                known = snapshots.Dequeue().Sequence;
                Durable(follower.Stream, snapshot, truth);
            }

            if (i == follower.Facts.Count)
            {
                break;
            }

            var fact = follower.Facts[i];
            Facts++;
            if (fact.Sequence != known + 1)
            {
                Missed += Math.Max(0, fact.Sequence - known - 1);
                counts.Fault($"{follower.Stream}: {fact.Sequence} was told after {known}.");
            }

            var kept = fact.Sequence <= truth.Count ? truth[(int)fact.Sequence - 1].Text : "nothing";
            if (kept != fact.Text)
            {
                counts.Fault($"{follower.Stream}: as {fact.Sequence} was told '{fact.Text}', stored is '{kept}'.");
            }

            known = fact.Sequence;
        }

        if (known < last)
        {
            Missed += last - known;
            counts.Fault($"{follower.Stream}: told up to {known} of {last}.");
        }
    }

    /// <summary>Operators who follow a market.</summary>
    /// <param name="followers">Who.</param>
    /// <param name="observers">Who heard it without a break, at each node.</param>
    public void Market(IEnumerable<Follower> followers, IReadOnlyList<Follower> observers)
    {
        var heard = new Dictionary<long, Dictionary<long, Fact>>();
        var since = new Dictionary<long, long>();
        foreach (var observer in observers)
        {
            var facts = heard[observer.Known.Epoch] = [];
            if (observer.Snapshots is [var first])
            {
                since[observer.Known.Epoch] = first.Sequence;
            }

            foreach (var fact in observer.Facts.Where(fact => fact.Epoch == observer.Known.Epoch))
            {
                facts[fact.Sequence] = fact;
            }
        }

        var snapshots = new List<StreamSnapshot>();
        foreach (var follower in followers)
        {
            foreach (var fact in follower.Facts)
            {
                if (!heard.TryGetValue(fact.Epoch, out var facts) || !facts.TryGetValue(fact.Sequence, out var same))
                {
                    Unheard++;
                    if (since.TryGetValue(fact.Epoch, out var from) && fact.Sequence > from)
                    {
                        counts.Fault($"{follower.Stream}: as {fact.Epoch}/{fact.Sequence} one was told '{fact.Text}', which the observer was not told.");
                    }
                }
                else
                {
                    Facts++;
                    if (same.Text != fact.Text)
                    {
                        counts.Fault($"{follower.Stream}: as {fact.Epoch}/{fact.Sequence} one was told '{fact.Text}', another '{same.Text}'.");
                    }
                }
            }

            snapshots.AddRange(follower.Snapshots);
        }

        foreach (var observer in observers)
        {
            Snapshot(observer, snapshots);
        }
    }

    /// <summary>Each version of a job was told of its market once by each node.</summary>
    /// <param name="jobs">Jobs that were ordered while the observers heard.</param>
    /// <param name="observers">Who heard the market without a break.</param>
    public void Whole(IEnumerable<Guid> jobs, IReadOnlyList<Follower> observers)
    {
        foreach (var broken in observers.Where(observer => observer.Snapshots.Count != 1))
        {
            counts.Fault($"{broken.Stream}: an observer did not hear it without a break ({broken.Snapshots.Count} snapshots), so that nothing of the market is shown.");
        }

        foreach (var observer in observers.Where(observer => observer.Snapshots.Count == 1))
        {
            var told = observer.Facts.GroupBy(fact => fact.Job).ToDictionary(facts => facts.Key, facts => facts.Select(fact => fact.Text).ToList());
            foreach (var job in jobs)
            {
                var events = stored.TryGetValue($"job/{job:N}", out var facts) ? facts.Select(fact => fact.Text).ToList() : [];
                var market = told.TryGetValue(job, out var texts) ? texts : [];
                if (!events.SequenceEqual(market))
                {
                    Missed += events.Except(market).Count();
                    counts.Fault($"{observer.Stream}: of job {job:N} were told {string.Join(", ", market.Select(Short))}; stored are {string.Join(", ", events.Select(Short))}.");
                }
            }
        }
    }

    private static string Short(string text) => text.Split(' ') is [_, var name, _, var version] ? $"{version} {name}" : text;

    private void Durable(string stream, StreamSnapshot snapshot, List<Fact> truth)
    {
        Snapshots++;
        var kind = stream[..stream.IndexOf('/')];
        if (kind == "job")
        {
            if (snapshot.Jobs is not [var only] || only.Version != snapshot.Sequence || stream != $"job/{only.Job:N}")
            {
                counts.Fault($"{stream}: the snapshot of {snapshot.Sequence} has {Say(snapshot.Jobs)}.");
            }

            return;
        }

        var before = new Dictionary<Guid, Fact>();
        foreach (var fact in truth.Where(fact => fact.Sequence <= snapshot.Sequence && fact.Version > 0))
        {
            before[fact.Job] = fact;
        }

        foreach (var job in snapshot.Jobs)
        {
            if (before.TryGetValue(job.Job, out var known) && (known.Ended || job.Version < known.Version))
            {
                counts.Fault($"{stream}: the snapshot of {snapshot.Sequence} has job {job.Job:N} at version {job.Version}, which was told at {known.Version}{(known.Ended ? ", at its end" : "")}.");
            }
        }

        if (kind != "customer")
        {
            return;
        }

        // The snapshot is read after the sequence, and may know more.
        var later = truth.Where(fact => fact.Sequence > snapshot.Sequence && fact.Ended).Select(fact => fact.Job).ToHashSet();
        foreach (var open in before.Values.Where(fact => !fact.Ended && !later.Contains(fact.Job) && snapshot.Jobs.All(job => job.Job != fact.Job)))
        {
            counts.Fault($"{stream}: the snapshot of {snapshot.Sequence} does not have job {open.Job:N}, open since before.");
        }
    }

    /// <summary>Snapshots of one node's market, each against the jobs that were open by what was told up to it.</summary>
    private void Snapshot(Follower observer, IEnumerable<StreamSnapshot> snapshots)
    {
        var epoch = observer.Known.Epoch;
        if (observer.Snapshots is not [var first])
        {
            Unheard += snapshots.Count(snapshot => snapshot.Epoch == epoch);
            return;
        }

        var open = first.Jobs.ToDictionary(job => job.Job, job => job.Version);
        var next = 0;
        foreach (var snapshot in snapshots.Where(snapshot => snapshot.Epoch == epoch).OrderBy(snapshot => snapshot.Sequence))
        {
            for (; next < observer.Facts.Count && observer.Facts[next].Sequence <= snapshot.Sequence; next++)
            {
                var fact = observer.Facts[next];
                if (fact.Ended)
                {
                    open.Remove(fact.Job);
                }
                else
                {
                    open[fact.Job] = fact.Version;
                }
            }

            Snapshots++;
            if (!open.OrderBy(job => job.Key).Select(job => (job.Key, job.Value)).SequenceEqual(snapshot.Jobs.OrderBy(job => job.Job).Select(job => (job.Job, job.Version))))
            {
                var had = snapshot.Jobs.ToDictionary(job => job.Job, job => job.Version);
                var differ = open.Keys.Union(had.Keys).Where(job => !open.TryGetValue(job, out var told) || !had.TryGetValue(job, out var has) || told != has).Take(3)
                    .Select(job => $"{job:N} at {(had.TryGetValue(job, out var has) ? has : 0)}, told at {(open.TryGetValue(job, out var told) ? told : 0)}");
                counts.Fault($"{observer.Stream}: the snapshot of {epoch}/{snapshot.Sequence} has {had.Count} open jobs, by what was told there are {open.Count}: {string.Join("; ", differ)}.");
            }
        }
    }

    private static string Say(IEnumerable<ToldJob> jobs) => string.Join(", ", jobs.Select(job => $"{job.Job:N} at {job.Version}"));
}
