using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Storage;

namespace O2O.Dispatch.Embedded;

/// <summary>
/// Grain states in a database that holds Orleans' query table: the statements come from OrleansQuery by key, with Orleans' parameter names and
/// result columns, and rows are keyed as Orleans keys them, so that either engine may use the database.
/// </summary>
internal sealed class AdoNetGrainStorage(
    string name, AdoNetGrainStorageOptions options, string serviceId, IGrainStorageSerializer serializer, IEngineTrace trace) : IGrainStorage
{
    private const string Select = "SELECT QueryKey, QueryText FROM OrleansQuery";

    private readonly SemaphoreSlim _loading = new(1, 1);
    private DbProviderFactory? _factory;
    private Queries? _queries;

    public static AdoNetGrainStorage Create(IServiceProvider services, string name)
    {
        var options = services.GetRequiredService<IOptionsMonitor<AdoNetGrainStorageOptions>>().Get(name);
        return new AdoNetGrainStorage(
            name,
            options,
            services.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId,
            options.GrainStorageSerializer ?? services.GetRequiredService<IGrainStorageSerializer>(),
            services.GetRequiredService<IEngineTrace>());
    }

    /// <summary>Reads the statements.</summary>
    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (_queries is not null)
                return;
            if (options.DataSource is null)
                _factory = FactoryOf(options.Invariant);
            var found = new Dictionary<string, string>(StringComparer.Ordinal);
            try
            {
                await ForEachRow(Select, static _ => { }, row => found[row.GetString(0)] = row.GetString(1));
            }
            catch (DbException broken)
            {
                throw new OrleansConfigurationException($"Storage \"{name}\": the table OrleansQuery cannot be read: {broken.Message}", broken);
            }

            _queries = new Queries(
                Text(found, "ReadFromStorageKey"),
                Text(found, "WriteToStorageKey"),
                options.DeleteStateOnClear ? Text(found, "DeleteStorageKey") : Text(found, "ClearStorageKey"));
        }
        finally
        {
            _loading.Release();
        }
    }

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var queries = await Loaded();
        byte[]? payload = null;
        string? version = null;
        await ForEachRow(
            queries.Read,
            command => AddKey(command, stateName, grainId),
            row =>
            {
                payload = Column(row, "PayloadBinary") as byte[];
                version = VersionOf(Column(row, "Version"));
            });
        grainState.State = payload is null ? Fresh<T>() : serializer.Deserialize<T>(new BinaryData(payload)) ?? Fresh<T>();
        grainState.ETag = version;
        grainState.RecordExists = payload is not null;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var queries = await Loaded();
        var payload = serializer.Serialize(grainState.State);
        var version = await Change(queries.Write, stateName, grainId, grainState.ETag, payload);
        grainState.ETag = version;
        grainState.RecordExists = true;
        if (trace.IsRecording)
            trace.Record("state bytes", payload.ToMemory().Span);
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var queries = await Loaded();
        var version = await Change(queries.Clear, stateName, grainId, grainState.ETag, null);
        grainState.ETag = options.DeleteStateOnClear ? null : version;
        grainState.RecordExists = false;
        grainState.State = Fresh<T>();
    }

    private static T? Fresh<T>() => typeof(T).IsValueType || typeof(T) == typeof(string) ? default : Activator.CreateInstance<T>();

    private static object? Column(DbDataReader row, string column)
    {
        var value = row[column];
        return value is DBNull ? null : value;
    }

    private static string? VersionOf(object? value) =>
        value is null ? null : Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);

    private static void Add(DbCommand command, string parameter, DbType type, object? value)
    {
        var added = command.CreateParameter();
        added.ParameterName = parameter;
        added.DbType = type;
        added.Value = value ?? DBNull.Value;
        command.Parameters.Add(added);
    }

    /// <summary>As Orleans does, the invariants of SQLite and PostgreSQL find Microsoft.Data.Sqlite and Npgsql by themselves; any other has to be registered.</summary>
    private DbProviderFactory FactoryOf(string invariant)
    {
        if (DbProviderFactories.TryGetFactory(invariant, out var registered))
            return registered;
        var known = invariant switch
        {
            "System.Data.SQLite" => Type.GetType("Microsoft.Data.Sqlite.SqliteFactory, Microsoft.Data.Sqlite"),
            "Npgsql" => Type.GetType("Npgsql.NpgsqlFactory, Npgsql"),
            _ => null,
        };
        var factory = known?.GetField("Instance")?.GetValue(null) as DbProviderFactory;
        return factory ?? throw new OrleansConfigurationException(
            $"Storage \"{name}\": no database provider is known as {invariant}; "
            + $"reference its package, or call DbProviderFactories.RegisterFactory(\"{invariant}\", ...) first.");
    }

    private string Text(Dictionary<string, string> found, string key) => found.TryGetValue(key, out var text)
        ? text
        : throw new OrleansConfigurationException($"Storage \"{name}\": the table OrleansQuery has no query {key}.");

    private async ValueTask<Queries> Loaded()
    {
        if (_queries is null)
            await InitializeAsync(CancellationToken.None);
        return _queries!;
    }

    private void AddKey(DbCommand command, string stateName, GrainId grainId)
    {
        var key = AdoNetRowKey.Of(grainId.Key.ToString());
        Add(command, "GrainIdHash", DbType.Int32, key.Hash);
        Add(command, "GrainIdN0", DbType.Int64, key.N0);
        Add(command, "GrainIdN1", DbType.Int64, key.N1);
        Add(command, "GrainTypeHash", DbType.Int32, AdoNetRowKey.HashOfType(stateName));
        Add(command, "GrainTypeString", DbType.String, stateName);
        Add(command, "GrainIdExtensionString", DbType.String, key.Extension);
        Add(command, "ServiceId", DbType.String, serviceId);
    }

    /// <summary>Runs a write or clear. It answers the new version; the old one, an empty one or none means that nothing was changed.</summary>
    private async Task<string> Change(string text, string stateName, GrainId grainId, string? held, BinaryData? payload)
    {
        string? version = null;
        await ForEachRow(
            text,
            command =>
            {
                AddKey(command, stateName, grainId);
                Add(command, "GrainStateVersion", DbType.Int32, string.IsNullOrWhiteSpace(held) ? null : int.Parse(held, CultureInfo.InvariantCulture));
                if (payload is not null)
                    Add(command, "PayloadBinary", DbType.Binary, payload.ToArray());
            },
            row => version = VersionOf(row.IsDBNull(0) ? null : row.GetValue(0)));
        return version is not null && version != held
            ? version
            : throw new InconsistentStateException(
                $"The state {stateName} of {grainId} in storage \"{name}\" was changed meanwhile: version {held ?? "none"} is not the stored one.",
                version,
                held);
    }

    private async Task ForEachRow(string text, Action<DbCommand> prepare, Action<DbDataReader> take)
    {
        await using var connection = options.DataSource?.CreateConnection() ?? _factory!.CreateConnection()
            ?? throw new OrleansConfigurationException($"Storage \"{name}\": the provider {options.Invariant} makes no connections.");
        if (options.DataSource is null)
            connection.ConnectionString = options.ConnectionString;
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = text;
        prepare(command);
        await using var reader = await command.ExecuteReaderAsync();
        do
        {
            while (await reader.ReadAsync())
                take(reader);
        }
        while (await reader.NextResultAsync());
    }

    private sealed record Queries(string Read, string Write, string Clear);
}
