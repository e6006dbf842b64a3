using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Storage;

namespace O2O.Dispatch.Embedded;

/// <summary>Grain states in memory, as bytes, so that a state changed but not written is not stored.</summary>
internal sealed class MemoryGrainStorage(string name, IGrainStorageSerializer serializer, IEngineTrace trace) : IGrainStorage
{
    private readonly ConcurrentDictionary<(string State, string Key), Row> _rows = new();

    public static MemoryGrainStorage Create(IServiceProvider services, string name)
    {
        var options = services.GetRequiredService<IOptionsMonitor<MemoryGrainStorageOptions>>().Get(name);
        return new MemoryGrainStorage(
            name, options.GrainStorageSerializer ?? services.GetRequiredService<IGrainStorageSerializer>(), services.GetRequiredService<IEngineTrace>());
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        BinaryData? data = null;
        string? etag = null;
        if (_rows.TryGetValue((stateName, grainId.Key.ToString()), out var row))
        {
            lock (row)
            {
                data = row.Data;
                etag = row.ETag;
            }
        }

        grainState.State = data is null ? Fresh<T>() : serializer.Deserialize<T>(data);
        grainState.ETag = etag;
        grainState.RecordExists = data is not null;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var data = serializer.Serialize(grainState.State);
        var failure = Put(stateName, grainId, grainState.ETag, data, out var etag);
        if (failure is not null)
            return Task.FromException(failure);
        grainState.ETag = etag;
        grainState.RecordExists = true;
        if (trace.IsRecording)
            trace.Record("state bytes", data.ToMemory().Span);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var failure = Put(stateName, grainId, grainState.ETag, null, out var etag);
        if (failure is not null)
            return Task.FromException(failure);
        grainState.State = Fresh<T>();
        grainState.ETag = etag;
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private static T? Fresh<T>() => typeof(T).IsValueType || typeof(T) == typeof(string) ? default : Activator.CreateInstance<T>();

    private InconsistentStateException? Put(string stateName, GrainId grainId, string? held, BinaryData? data, out string? etag)
    {
        var row = _rows.GetOrAdd((stateName, grainId.Key.ToString()), static _ => new Row());
        lock (row)
        {
            if (row.ETag != held)
            {
                etag = null;
                return new InconsistentStateException(
                    $"The state {stateName} of {grainId} in storage \"{name}\" was changed meanwhile: stored ETag {row.ETag ?? "none"}, held {held ?? "none"}.",
                    row.ETag,
                    held);
            }

            row.Data = data;
            etag = row.ETag = (++row.Version).ToString(CultureInfo.InvariantCulture);
            return null;
        }
    }

    private sealed class Row
    {
        public BinaryData? Data;
        public string? ETag;
        public long Version;
    }
}
