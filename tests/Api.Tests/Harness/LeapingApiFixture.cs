namespace O2O.Dispatch.Api.Tests.Harness;

/// <summary>One host whose time leaps when a test says so.</summary>
public sealed class LeapingApiFixture : ApiFixture
{
    public LeapingClock Clock { get; } = new();

    protected override Task<ApiHost> Begin() => ApiHost.BeginOn(clock: Clock);
}
