namespace O2O.Dispatch.Embedded;

/// <summary>
/// Finds requests that wait for each other for ever. A running request waits for each call it awaits; a queued call waits for the requests
/// its activation is busy with. A cycle of such waits never ends by itself, so the call that closes it fails at once. In wall mode other
/// threads go on meanwhile; but each wait, once gone, does not come back, so a cycle whose every wait is seen twice was there in between.
/// </summary>
internal static class DeadlockFinder
{
    /// <summary>Looks for a cycle through this activation, at the end of a turn that left requests waiting.</summary>
    public static void Look(EmbeddedEngine engine, Activation activation)
    {
        var running = new List<GrainCall>();
        activation.CollectRunning(running);
        foreach (var call in running)
        {
            if (call.LastOut is null || FindCycle(call) is null)
                continue;
            lock (engine.DeadlockGate)
            {
                if (FindCycle(call) is { } cycle && cycle.TrueForAll(static wait => wait.Holds()))
                    Break(cycle);
            }
        }
    }

    private static void Break(List<Wait> cycle)
    {
        var closing = cycle.FindLast(static wait => wait.Call.Phase == CallPhase.Queued);
        if (closing.Call is not MethodCall victim)
            return;
        var queued = cycle.Where(static wait => wait.Call.Phase == CallPhase.Queued).ToList();
        var chains = queued.Select(static wait => wait.Call.Chain()).Distinct().ToList();
        var waits = queued.Select(static wait => $"{wait.Call.Describe()} waits until {wait.Next.Describe()} ends");
        var words = chains.Count == 1
            ? $"The call chain {chains[0]} waits for itself: {string.Join("; ", waits)}. Mark the method interleaving, or turn the call round."
            : $"Call chains wait for each other: {string.Join(" and ", chains.Select(static chain => $"[{chain}]"))}. {string.Join("; ", waits)}.";
        victim.Refuse(new GrainDeadlockException(words, chains));
    }

    private static List<Wait>? FindCycle(GrainCall start)
    {
        var path = new List<Wait>();
        return Walk(start, start, path, []) ? path : null;
    }

    /// <summary>Depth first from a running request along its waits, back to the start.</summary>
    private static bool Walk(GrainCall start, GrainCall request, List<Wait> path, HashSet<GrainCall> seen)
    {
        if (!seen.Add(request))
            return false;
        for (var call = request.LastOut; call is not null; call = call.PreviousOut)
        {
            if (call.IsAnswered || !call.IsAwaited || call.Target is not { } target)
                continue;
            if (call.Phase == CallPhase.Running)
            {
                if (Follow(start, new Wait(request, call, call), path, seen))
                    return true;
                continue;
            }

            var blockers = new List<GrainCall>();
            target.CollectBlockers(call, blockers);
            foreach (var blocker in blockers)
            {
                if (Follow(start, new Wait(request, call, blocker), path, seen))
                    return true;
            }
        }

        return false;
    }

    private static bool Follow(GrainCall start, Wait wait, List<Wait> path, HashSet<GrainCall> seen)
    {
        path.Add(wait);
        if (ReferenceEquals(wait.Next, start) || Walk(start, wait.Next, path, seen))
            return true;
        path.RemoveAt(path.Count - 1);
        return false;
    }

    /// <summary>A request waits for a call, which either runs as the next request or is queued behind it.</summary>
    private readonly record struct Wait(GrainCall Request, GrainCall Call, GrainCall Next)
    {
        public bool Holds()
        {
            if (Request.Phase != CallPhase.Running || Next.Phase != CallPhase.Running || Call.IsAnswered || !Call.IsAwaited)
                return false;
            if (ReferenceEquals(Call, Next))
                return true;
            var blockers = new List<GrainCall>();
            Call.Target?.CollectBlockers(Call, blockers);
            return blockers.Contains(Next);
        }
    }
}
