using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Providers;

namespace O2O.Dispatch.Api.Live;

/// <summary>Which provider is on a shift where: learned from news on the bus, and from the provider's grain when that was missed. Thread-safe.</summary>
internal sealed partial class ShiftBook(IGrainFactory grains, LiveBoard board, TimeProvider time, IOptions<LiveOptions> options, ILogger<ShiftBook> log) : IDisposable
{
    private readonly ConcurrentDictionary<Guid, Shift> _shifts = new();
    private readonly ConcurrentDictionary<Guid, Task<Shift>> _underWay = new();
    private readonly SemaphoreSlim _places = new(options.Value.LookUpsAtOnce);

    /// <summary>What is known of a provider; null when that is nothing, or too old.</summary>
    public Shift? Find(Guid provider) => _shifts.TryGetValue(provider, out var shift) && time.GetUtcNow() < shift.ValidUntil ? shift : null;

    /// <summary>Takes in what a provider is now.</summary>
    public Shift Learn(ProviderView provider)
    {
        var now = time.GetUtcNow();
        var learned = provider.Market is null
            ? new Shift(provider.ShiftNumber, null, [], now + options.Value.OffShiftMemory)
            : new Shift(
                provider.ShiftNumber, provider.Market, [.. provider.ServiceClasses.Select(name => ShardKey.Of(provider.Market, name))], now + options.Value.ShiftMemory);
        Shift? before = null;
        var stands = _shifts.AddOrUpdate(
            provider.Provider,
            _ =>
            {
                before = null;
                return learned;
            },
            (_, known) =>
            {
                before = known;

                // A look-up may come back after the news of the shift's end: within one shift the end is the last word.
                var isOld = known.Number > learned.Number || (known.Number == learned.Number && known.Market is null && learned.Market is not null);
                return isOld ? known with { ValidUntil = learned.ValidUntil } : learned;
            });
        if (before is null || before.Market != stands.Market || before.Number != stands.Number)
        {
            // Also where nothing was known before: another node may have told of it.
            foreach (var live in board.Markets)
            {
                lock (live.Gate)
                {
                    live.Map.Leave(provider.Provider, until: live.Name == stands.Market ? stands.Number - 1 : stands.Number);
                }
            }
        }

        return stands;
    }

    /// <summary>Whether a shift is known to be over, as far as this node knows.</summary>
    public bool IsOver(Guid provider, long number) => _shifts.TryGetValue(provider, out var known) && (known.Number > number || (known.Number == number && known.Market is null));

    /// <summary>Asks the provider's grain. At most so many at once; the others wait, and when too many do, the answer is that nothing is known.</summary>
    /// <returns>Null when nothing could be learned.</returns>
    public async ValueTask<Shift?> LookUp(Guid provider, CancellationToken cancellationToken)
    {
        if (!_underWay.TryGetValue(provider, out var task))
        {
            if (_underWay.Count >= options.Value.LookUpsWaiting)
            {
                return null;
            }

            var done = new TaskCompletionSource<Shift>(TaskCreationOptions.RunContinuationsAsynchronously);
            task = _underWay.GetOrAdd(provider, done.Task);
            if (task == done.Task)
            {
                _ = Ask(provider, done);
            }
        }

        return await task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private async Task Ask(Guid provider, TaskCompletionSource<Shift> done)
    {
        var nothing = new Shift(0, null, [], time.GetUtcNow() + options.Value.OffShiftMemory);
        var found = nothing;
        try
        {
            await _places.WaitAsync();
            try
            {
                found = await grains.GetGrain<IProviderGrain>(provider.ToString("N")).Get(CancellationToken.None) is { } view
                    ? Learn(view)
                    : _shifts.GetOrAdd(provider, nothing) is { Number: 0 } none ? _shifts[provider] = none with { ValidUntil = nothing.ValidUntil } : nothing;
            }
            finally
            {
                _places.Release();
            }
        }
        catch (Exception fault)
        {
            LookUpFailed(log, provider, fault);
            _shifts.TryAdd(provider, nothing);
        }
        finally
        {
            _underWay.TryRemove(provider, out _);
            done.SetResult(found);
        }
    }

    [LoggerMessage(2011, LogLevel.Warning, "The shift of provider {Provider} could not be looked up")]
    private static partial void LookUpFailed(ILogger log, Guid provider, Exception fault);
}
