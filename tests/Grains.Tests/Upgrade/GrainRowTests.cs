using System.Globalization;
using Microsoft.Data.Sqlite;
using O2O.Dispatch.Contracts.Customers;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Grains.Tests.Harness;

namespace O2O.Dispatch.Grains.Tests.Upgrade;

/// <summary>Rows of grain state, spelled out: both builds write these and read these, so that each finds what the other left, and what an older version left.</summary>
public sealed class GrainRowTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private static readonly Guid Customer = new("0b0e4a52-6c1f-4f0b-9a3e-2f7d5c1e8a01");
    private static readonly Guid Earlier = new("0b0e4a52-6c1f-4f0b-9a3e-2f7d5c1e8a02");
    private static readonly Guid Driver = new("0b0e4a52-6c1f-4f0b-9a3e-2f7d5c1e8a03");

    private ICustomerGrain Grain(Guid customer) => silo.Host.Grains.GetGrain<ICustomerGrain>(customer.ToString("N"));

    [Fact]
    public async Task Row_ThatIsWritten_IsTheSameOnBothBuilds()
    {
        Assert.Null((await Grain(Customer).Register(new RegisterCustomer("Ada", ["pm_card_ok"]), default)).Rejection);

        Assert.Equal(
            """972254367|688198988|customer|5695765034325396050|110934523410071194||default|1|{"name":"Ada","payment_methods":["pm_card_ok"]}""",
            Row("customer", "Ada"));
    }

    [Fact]
    public async Task Row_OfAnOlderVersionOrTheOtherBuild_IsFoundReadAndWrittenOn()
    {
        // Before methods were kept at the gateway; a member that is no more, too.
        Write("customer", 688198988, -398901169, 182992117447999130, """{"name":"Grace","payment_methods":["pm_1","pm_2"],"language":"en"}""", version: 41);

        var view = await Grain(Earlier).Get(default);
        Assert.Equal(("Grace", "pm_1 pm_2", null, null), (view!.Name, string.Join(' ', view.PaymentMethods), view.Saved, view.GatewayCustomer));

        Assert.Null((await Grain(Earlier).Change(new ChangeCustomer("Grace H.", null, AsDefault: false, null), default)).Rejection);
        Assert.EndsWith("""|42|{"name":"Grace H.","payment_methods":["pm_1","pm_2"]}""", Row("customer", "Grace H."), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_OfAProviderBeforeSkills_IsReadWithNone()
    {
        Write("provider", -1012610141, 964949656, 255049711485927066, """{"name":"Joan","operator":"acme","standing":1,"shift":null,"shift_number":3,"commands":[]}""", version: 7);

        var view = await silo.Host.Grains.GetGrain<IProviderGrain>(Driver.ToString("N")).Get(default);

        Assert.Equal(("Joan", StandingState.Approved, 3, null), (view!.Name, view.Standing, view.ShiftNumber, view.Skills));
    }

    private string Row(string state, string name)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT GrainIdHash, GrainTypeHash, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString, ServiceId, Version, CAST(PayloadBinary AS TEXT)
            FROM OrleansStorage WHERE GrainTypeString = $state AND CAST(PayloadBinary AS TEXT) LIKE '%"' || $name || '"%'
            """;
        command.Parameters.AddWithValue("$state", state);
        command.Parameters.AddWithValue("$name", name);
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read(), $"No row of {state} {name}.");
        return string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture)));
    }

    private void Write(string state, int hashOfState, int hashOfKey, long key, string payload, int version)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO OrleansStorage (GrainIdHash, GrainTypeHash, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString, ServiceId, Version, PayloadBinary)
            VALUES ($hash_of_key, $hash_of_state, $state, 5695765034325396050, $key, '', 'default', $version, CAST($payload AS BLOB))
            """;
        command.Parameters.AddWithValue("$hash_of_key", hashOfKey);
        command.Parameters.AddWithValue("$hash_of_state", hashOfState);
        command.Parameters.AddWithValue("$state", state);
        command.Parameters.AddWithValue("$key", key);
        command.Parameters.AddWithValue("$version", version);
        command.Parameters.AddWithValue("$payload", payload);
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(silo.Host.Folder, "grains.db")};Pooling=False");
        connection.Open();
        return connection;
    }
}
