using System.Collections.Concurrent;
using System.Diagnostics;

namespace O2O.Dispatch.Pushes.Drill;

/// <summary>An app that is dropped, stays away for a while and comes back, to whichever node, where it was.</summary>
/// <param name="settings">What to do.</param>
/// <param name="counts">What all have come to.</param>
/// <param name="number">Decides its chance.</param>
/// <param name="hub">Its hub.</param>
/// <param name="token">Signs it in.</param>
internal sealed class DroppedClient(DrillSettings settings, DrillCounts counts, int number, string hub, string token) : IDisposable
{
    private const int ForgetsOneIn = 20;
    private const int BrokenOneIn = 10;
    private static readonly TimeSpan AttemptWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BackWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Follower> _followers = new();
    private readonly Random _chance = new(unchecked((settings.Seed * 1_000_003) + number));
    private volatile HubLink? _link;
    private int _node = number % settings.Nodes.Count;

    /// <summary>What it follows.</summary>
    public IEnumerable<Follower> Followers => _followers.Values;

    /// <summary>Whether it has no connection.</summary>
    public bool IsAway => _link is null;

    /// <summary>Follows a stream from now on.</summary>
    public Follower Follow(string stream)
    {
        var follower = _followers.GetOrAdd(stream, name => new Follower(name, counts));
        if (_link is { } link && !follower.IsOn(link))
        {
            _ = SubscribeLater(follower, link);
        }

        return follower;
    }

    /// <summary>Connects for the first time.</summary>
    public Task Connect(CancellationToken stop) => ComeBack(false, false, stop);

    /// <summary>Is dropped so many times, at moments of its own, and comes back each time.</summary>
    /// <param name="resumes">Takes how long each resume took, in milliseconds.</param>
    /// <param name="stop">Ends it.</param>
    public async Task Live(ConcurrentBag<double> resumes, CancellationToken stop)
    {
        for (var drop = 0; drop < settings.Drops && !stop.IsCancellationRequested; drop++)
        {
            await Stay(TimeSpan.FromSeconds(1 + (_chance.NextDouble() * 7)), stop);
            await DropFor(Away(_chance), resumes, stop);
        }
    }

    /// <summary>Stays connected for a while; where the server ends the connection, comes back as it should.</summary>
    public async Task Stay(TimeSpan length, CancellationToken stop)
    {
        var from = Stopwatch.GetTimestamp();
        while (length - Stopwatch.GetElapsedTime(from) is var left && left > TimeSpan.Zero && !stop.IsCancellationRequested)
        {
            if (_link is { } link && !await Ends(link, left, stop))
            {
                return;
            }

            if (!stop.IsCancellationRequested)
            {
                counts.Cut();
                Leave(Drop.Closed);
                await ComeBack(false, false, stop);
            }
        }
    }

    /// <summary>Is dropped, and comes back after a while.</summary>
    /// <param name="away">How long it is away.</param>
    /// <param name="resumes">Takes how long the resume took, in milliseconds.</param>
    /// <param name="stop">Ends it.</param>
    public async Task DropFor(TimeSpan away, ConcurrentBag<double> resumes, CancellationToken stop)
    {
        var lost = Leave(_chance.Next(10) switch { 0 => Drop.Silent, 1 or 2 => Drop.Closed, _ => Drop.Reset });
        try
        {
            await Task.Delay(away, stop);
            _node = _chance.Next(settings.Nodes.Count);
            if (await ComeBack(_chance.Next(ForgetsOneIn) == 0, _chance.Next(BrokenOneIn) == 0, stop) is { } took)
            {
                resumes.Add(took.TotalMilliseconds);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The drill is over.
        }
        finally
        {
            lost?.Dispose();
        }
    }

    /// <summary>Says that it is still here, as clients have to.</summary>
    public Task KeepAlive() => _link?.KeepAlive() ?? Task.CompletedTask;

    /// <summary>An absence: short ones are as many as long ones, by their order of size.</summary>
    public TimeSpan Away(Random chance) => settings.ShortestAway * Math.Pow(settings.LongestAway / settings.ShortestAway, chance.NextDouble());

    /// <inheritdoc/>
    public void Dispose() => Leave(Drop.Reset)?.Dispose();

    private static async Task<bool> Ends(HubLink link, TimeSpan within, CancellationToken stop)
    {
        try
        {
            await link.Over.WaitAsync(within, stop);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private HubLink? Leave(Drop how)
    {
        var link = Interlocked.Exchange(ref _link, null);
        link?.Lose(how);
        return link;
    }

    /// <summary>Connects, subscribes to all it follows from where it was, and waits as clients should where that fails.</summary>
    /// <returns>How long that took; null when it did not come back.</returns>
    private async Task<TimeSpan?> ComeBack(bool forget, bool breakOff, CancellationToken stop)
    {
        var (began, from) = (Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());
        for (var wait = FirstWait; !stop.IsCancellationRequested;)
        {
            HubLink? link = null;
            TimeSpan? said = null;
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
                patience.CancelAfter(AttemptWithin);
                link = await HubLink.Open(settings.Nodes[_node], hub, token, Hear, patience.Token);
                var asked = Task.WhenAll(_followers.Values.Select(follower => follower.Subscribe(link, forget, patience.Token)));
                if (breakOff)
                {
                    // Lost once more while the answer is under way.
                    link.Lose(Drop.Reset);
                    await asked.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                    (breakOff, forget, from) = (false, false, Stopwatch.GetTimestamp());
                    counts.BrokenResume();
                    link.Dispose();
                    continue;
                }

                await asked;
                _link = link;
                foreach (var late in _followers.Values.Where(follower => !follower.IsOn(link)))
                {
                    _ = SubscribeLater(late, link);
                }

                return Stopwatch.GetElapsedTime(from);
            }
            catch (LinkRefusedException refused) when (!refused.Passes)
            {
                counts.Fault($"{hub} {number}: refused for good: {refused.Message}.");
                link?.Dispose();
                return null;
            }
            catch (LinkRefusedException refused)
            {
                counts.Refused(refused.Message);
                said = refused.RetryAfter;
            }
            catch (Exception fault) when (HubLink.IsBreak(fault))
            {
                if (stop.IsCancellationRequested)
                {
                    link?.Dispose();
                    return null;
                }

                counts.Refused(fault is OperationCanceledException ? "no answer" : fault.GetType().Name);
            }

            link?.Dispose();
            if (Stopwatch.GetElapsedTime(began) > BackWithin)
            {
                counts.Fault($"{hub} {number} is not back after {BackWithin.TotalMinutes:0} minutes.");
                return null;
            }

            await Task.Delay(said is { } seconds ? seconds * (1 + (_chance.NextDouble() / 2)) : wait * (1 - (_chance.NextDouble() / 2)), CancellationToken.None);
            wait = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, LongestWait.Ticks));
            _node = (_node + 1) % settings.Nodes.Count;
        }

        return null;
    }

    private void Hear(HubLink link, System.Text.Json.JsonElement envelope)
    {
        if (_followers.TryGetValue(envelope.GetProperty("stream").GetString()!, out var follower) && follower.Hear(link, envelope))
        {
            _ = SubscribeLater(follower, link);
        }
    }

    private async Task SubscribeLater(Follower follower, HubLink link)
    {
        while (!link.Over.IsCompleted)
        {
            try
            {
                await follower.Subscribe(link, false, CancellationToken.None);
                return;
            }
            catch (LinkRefusedException refused) when (refused.Passes)
            {
                counts.Refused(refused.Message);
                await Task.Delay(AgainAfter, CancellationToken.None);
            }
            catch (LinkRefusedException refused)
            {
                counts.Fault($"{follower.Stream}: refused for good: {refused.Message}.");
                return;
            }
            catch (Exception fault) when (HubLink.IsBreak(fault))
            {
                // It is subscribed to when the client is back.
                return;
            }
        }
    }
}
