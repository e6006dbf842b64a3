using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Api.Hubs;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Api.Live;

/// <summary>
/// Reads what somebody missed of a stream whose facts are durable. No node remembers them: how far such a stream is, the store alone knows, and what was missed comes from there as fast. Facts of a job are its events, told
/// again as they were told.
/// </summary>
internal sealed partial class MissedFacts(IStreamReader streams, IJobStore jobs, IJobReader reader, ILogger<MissedFacts> log)
{
    /// <summary>Who missed more reads a snapshot.</summary>
    public const int Most = 256;

    /// <summary>The facts of a stream after a sequence, in order and without a gap; null when there are too many, or not all of them are there, or one cannot be read.</summary>
    /// <param name="stream">Of a customer, a provider or a job.</param>
    /// <param name="after">The sequence that is known.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="StoreUnavailableException">The store is away.</exception>
    public async ValueTask<ImmutableArray<StreamEvent>?> Of(StreamAddress stream, long after, CancellationToken cancellationToken)
    {
        if (!stream.IsDurable)
        {
            throw new ArgumentException($"{stream.Name} is no durable stream.", nameof(stream));
        }

        ImmutableArray<StreamEvent>? found;
        try
        {
            found = stream.Kind == StreamKind.Job ? await OfJob(stream, after, cancellationToken) : await streams.After(stream.Name, after, Most + 1, cancellationToken);
        }
        catch (Exception fault) when (fault is not (StoreUnavailableException or TimeoutException or OperationCanceledException))
        {
            // A fact that cannot be read stays so: who asks gets a snapshot, as if it were too long ago.
            ReadFailed(log, stream.Name, after, fault);
            return null;
        }

        return found is { } facts && facts.Length <= Most && facts.Select((fact, i) => fact.Sequence - i).All(first => first == after + 1) ? facts : null;
    }

    private async ValueTask<ImmutableArray<StreamEvent>?> OfJob(StreamAddress stream, long after, CancellationToken cancellationToken)
    {
        var id = new JobId(stream.Id);
        if (await jobs.Load(id, cancellationToken) is not { } known)
        {
            return null;
        }

        if (known.Version <= after)
        {
            return [];
        }

        // Of a job that goes elsewhere by now, the order as it was is not at hand: earlier facts would name the later place.
        if (known.Destination is not null)
        {
            return null;
        }

        var told = ImmutableArray.CreateBuilder<StreamEvent>();
        Job? job = null;
        foreach (var entry in await reader.Timeline(id, cancellationToken))
        {
            job = job is null ? JobEvents.Begin(known.Order, (JobEvent.Requested)entry.Event) : JobEvents.Evolve(job, entry.Event);
            if (entry.Version > after)
            {
                told.Add(new StreamEvent(
                    stream.Name, 1, entry.Version, entry.Event.At, new PushMessage.JobChanged(JobViews.Of(job, entry.Event.At), JobCodec.EventName(entry.Event), null)));
            }
        }

        return told.ToImmutable();
    }

    [LoggerMessage(2025, LogLevel.Error, "What {Stream} tells after {Sequence} cannot be read from the store: its hearers get a snapshot")]
    private static partial void ReadFailed(ILogger log, string stream, long sequence, Exception fault);
}
