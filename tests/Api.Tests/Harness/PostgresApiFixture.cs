using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Harness;

/// <summary>One host on PostgreSQL for the tests that leave it whole; none where there can be no server, for then they are skipped.</summary>
public sealed class PostgresApiFixture : ApiFixture
{
    private string? _database;

    public override Task InitializeAsync() => PostgresServer.Reason is null ? base.InitializeAsync() : Task.CompletedTask;

    public override async Task DisposeAsync()
    {
        if (_database is not null)
        {
            await base.DisposeAsync();
            PostgresServer.Shared.Drop(_database);
        }
    }

    protected override Task<ApiHost> Begin() => ApiHost.BeginOn(_database = PostgresServer.Shared.Database());
}
