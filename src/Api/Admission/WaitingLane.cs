using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.InteropServices;

namespace O2O.Dispatch.Api.Admission;

/// <summary>Lets so many in at once, and nobody while the process is behind; others wait in the order in which they came, not longer than they may, and no address has more than a share of those who wait. Thread-safe.</summary>
internal sealed class WaitingLane : IDisposable
{
    private const int Shares = 16;
    private static readonly ValueTask<bool> In = ValueTask.FromResult(true);
    private static readonly ValueTask<bool> Refused = ValueTask.FromResult(false);
    private readonly Lock _gate = new();
    private readonly Queue<Waiter> _waiting = new();
    private readonly Dictionary<IPAddress, int> _addresses = [];
    private readonly int _atOnce;
    private readonly int _most;
    private readonly TimeSpan _longest;
    private readonly Func<bool> _isBehind;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private int _in;

    /// <summary>Makes a lane in which nobody is.</summary>
    /// <param name="atOnce">So many are let in.</param>
    /// <param name="most">So many may wait, of one address a sixteenth of them.</param>
    /// <param name="longest">How long.</param>
    /// <param name="isBehind">Whether there is more to do already than is done in time; who waits is let in by <see cref="Advance()"/> when that is over.</param>
    /// <param name="time">Tells how long they have.</param>
    public WaitingLane(int atOnce, int most, TimeSpan longest, Func<bool> isBehind, TimeProvider time)
    {
        (_atOnce, _most, _longest, _isBehind, _time) = (atOnce, most, longest, isBehind, time);
        _timer = time.CreateTimer(static lane => ((WaitingLane)lane!).Expire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Asks to be let in. Who was let in has to <see cref="Leave"/>.</summary>
    /// <param name="gone">Whoever is gone when its turn comes is passed over.</param>
    /// <param name="address">Where it comes from; null when that says nothing.</param>
    /// <returns>False when too many wait, or it has waited too long.</returns>
    public ValueTask<bool> Enter(CancellationToken gone, IPAddress? address = null)
    {
        lock (_gate)
        {
            if (_waiting.Count == 0 && _in < _atOnce && !_isBehind())
            {
                _in++;
                return In;
            }

            if (_waiting.Count >= _most || (address is not null && _addresses.GetValueOrDefault(address) >= Math.Max(1, _most / Shares)))
            {
                return Refused;
            }

            if (address is not null)
            {
                _addresses[address] = _addresses.GetValueOrDefault(address) + 1;
            }

            var waiter = new Waiter(_time.GetTimestamp(), gone, address);
            _waiting.Enqueue(waiter);
            if (_waiting.Count == 1)
            {
                _timer.Change(_longest, Timeout.InfiniteTimeSpan);
            }

            return new ValueTask<bool>(waiter.Turn.Task);
        }
    }

    /// <summary>Leaves; the first who waits comes in.</summary>
    public void Leave() => Advance(1);

    /// <summary>Lets in who waits, as many as may be in.</summary>
    public void Advance() => Advance(0);

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Advance(int leaving)
    {
        List<Waiter>? late = null;
        List<Waiter>? next = null;
        lock (_gate)
        {
            _in -= leaving;
            while (_in < _atOnce && _waiting.Count > 0 && !_isBehind() && TryTake(out var waiter))
            {
                if (waiter.Gone.IsCancellationRequested || _time.GetElapsedTime(waiter.Since) >= _longest)
                {
                    (late ??= []).Add(waiter);
                }
                else
                {
                    _in++;
                    (next ??= []).Add(waiter);
                }
            }
        }

        next?.ForEach(waiter => waiter.Turn.SetResult(true));
        late?.ForEach(waiter => waiter.Turn.SetResult(false));
    }

    /// <summary>Refuses who has waited too long, and looks again when the next one will have.</summary>
    private void Expire()
    {
        var late = new List<Waiter>();
        lock (_gate)
        {
            while (_waiting.TryPeek(out var first))
            {
                var left = _longest - _time.GetElapsedTime(first.Since);
                if (left > TimeSpan.Zero)
                {
                    // Not sooner than a timer can tell apart.
                    _timer.Change(left < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : left, Timeout.InfiniteTimeSpan);
                    break;
                }

                TryTake(out _);
                late.Add(first);
            }
        }

        late.ForEach(waiter => waiter.Turn.SetResult(false));
    }

    private bool TryTake([NotNullWhen(true)] out Waiter? first)
    {
        if (_waiting.TryDequeue(out first) && first.Address is { } address && --CollectionsMarshal.GetValueRefOrNullRef(_addresses, address) == 0)
        {
            _addresses.Remove(address);
        }

        return first is not null;
    }

    private sealed class Waiter(long since, CancellationToken gone, IPAddress? address)
    {
        public IPAddress? Address { get; } = address;

        public long Since { get; } = since;

        public CancellationToken Gone { get; } = gone;

        /// <summary>Whether it comes in. It goes on on another thread than the one that leaves.</summary>
        public TaskCompletionSource<bool> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
