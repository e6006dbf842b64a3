using O2O.Dispatch.Storage.Postgres;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Postgres;

/// <summary>A process of a cluster says in words that silos have no tables to find each other by.</summary>
public sealed class PostgresMembershipTests
{
    [PostgresFact]
    public void Check_WithoutTables_NamesTheFirstThatIsMissingUntilAllAreThere()
    {
        var database = PostgresServer.Shared.Database();
        try
        {
            foreach (var table in new[] { "OrleansMembershipTable", "OrleansMembershipVersionTable", "OrleansRemindersTable" })
            {
                Assert.Contains($"no table {table},", Assert.Throws<StoreOpenException>(() => PostgresMembership.Check(database)).Message, StringComparison.Ordinal);
                PostgresUnderTest.Run(database, $"CREATE TABLE {table} (id integer)");
            }

            PostgresMembership.Check(database);
        }
        finally
        {
            PostgresServer.Shared.Drop(database);
        }
    }

    [Fact]
    public void Check_NoConnectionString_SaysSo() => Assert.Throws<StoreOpenException>(() => PostgresMembership.Check("nonsense"));
}
