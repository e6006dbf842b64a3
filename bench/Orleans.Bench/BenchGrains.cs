using Orleans.Runtime;

namespace O2O.Dispatch.Orleans.Bench;

[Alias("bench.IPingGrain")]
public interface IPingGrain : IGrainWithStringKey
{
    [Alias("Ping")]
    Task<int> Ping();
}

[GenerateSerializer, Immutable, Alias("bench.Fare")]
public sealed record Fare([property: Id(0)] string Job, [property: Id(1)] long MinorUnits, [property: Id(2)] int Stops);

[Alias("bench.IMeterGrain")]
public interface IMeterGrain : IGrainWithStringKey
{
    [Alias("Add")]
    Task<long> Add(Fare fare);
}

[GenerateSerializer, Alias("bench.MeterState")]
public sealed class MeterState
{
    [Id(0)]
    public long MinorUnits { get; set; }

    [Id(1)]
    public string LastJob { get; set; } = "";
}

internal sealed class PingGrain : Grain, IPingGrain
{
    private int _count;

    public Task<int> Ping() => Task.FromResult(++_count);
}

internal sealed class MeterGrain([PersistentState("meter", "Default")] IPersistentState<MeterState> state) : Grain, IMeterGrain
{
    public async Task<long> Add(Fare fare)
    {
        state.State.MinorUnits += fare.MinorUnits;
        state.State.LastJob = fare.Job;
        await state.WriteStateAsync();
        return state.State.MinorUnits;
    }
}

[Alias("bench.IWatchGrain")]
public interface IWatchGrain : IGrainWithStringKey
{
    [Alias("Begin")]
    Task Begin(long minorUnits);
}

internal sealed class WatchGrain([PersistentState("watch", "Default")] IPersistentState<MeterState> state) : Grain, IWatchGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(static (_, _) => Task.CompletedTask, this, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10));
        return Task.CompletedTask;
    }

    public Task Begin(long minorUnits)
    {
        state.State.MinorUnits = minorUnits;
        return state.WriteStateAsync();
    }
}
