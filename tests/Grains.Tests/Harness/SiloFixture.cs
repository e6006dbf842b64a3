using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests.Harness;

/// <summary>One silo for all tests of a class: tests use a market of their own each.</summary>
public sealed class SiloFixture : IAsyncLifetime
{
    public GrainHost Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await GrainHost.Begin();

    /// <summary>Stops the silo and starts another on the same files, with the same clock and bank.</summary>
    public async Task Restart()
    {
        var old = Host;
        await old.DisposeAsync();
        Host = await GrainHost.Begin(old.Folder, old.Clock, old.Gateway);
    }

    /// <summary>Runs a test that has a silo of its own while this one is stopped, so that no more of them are at work than classes.</summary>
    public async Task Aside(Func<Task> test)
    {
        var old = Host;
        await old.DisposeAsync();
        try
        {
            await test();
        }
        finally
        {
            Host = await GrainHost.Begin(old.Folder, old.Clock, old.Gateway);
        }
    }

    /// <summary>Runs a test on a silo over PostgreSQL, which is the class's meanwhile.</summary>
    public Task OnPostgres(Func<Task> test) => Aside(async () =>
    {
        var database = PostgresServer.Shared.Database();
        Host = await GrainHost.Begin(postgres: database);
        try
        {
            await test();
        }
        finally
        {
            await DisposeAsync();
            PostgresServer.Shared.Drop(database);
        }
    });

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        Directory.Delete(Host.Folder, recursive: true);
    }
}
