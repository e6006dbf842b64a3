namespace O2O.Dispatch.Api.Tests.Harness;

/// <summary>One host for the tests that leave it whole.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    public ApiHost Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await ApiHost.Begin();

    public async Task DisposeAsync() => await Host.DisposeAsync();
}
