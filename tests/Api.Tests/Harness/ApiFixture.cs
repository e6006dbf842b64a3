namespace O2O.Dispatch.Api.Tests.Harness;

/// <summary>One host for the tests that leave it whole.</summary>
public class ApiFixture : IAsyncLifetime
{
    public ApiHost Host { get; private set; } = null!;

    public virtual async Task InitializeAsync() => Host = await Begin();

    public virtual async Task DisposeAsync() => await Host.DisposeAsync();

    protected virtual Task<ApiHost> Begin() => ApiHost.Begin();
}
