using System.Collections.Immutable;
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
internal sealed class MissedFacts(IStreamReader streams, IJobStore jobs, IJobReader reader)
{
    /// <summary>Who missed more reads a snapshot.</summary>
    public const int Most = 256;

    /// <summary>The facts of a stream after a sequence, in order and without a gap; null when there are too many, or not all of them are there.</summary>
    /// <param name="stream">Of a customer, a provider or a job.</param>
    /// <param name="after">The sequence that is known.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async ValueTask<ImmutableArray<StreamEvent>?> Of(StreamAddress stream, long after, CancellationToken cancellationToken)
    {
        var found = stream.Kind switch
        {
            StreamKind.Job => await OfJob(stream, after, cancellationToken),
            StreamKind.Customer or StreamKind.Provider => await streams.After(stream.Name, after, Most + 1, cancellationToken),
            StreamKind.Market or StreamKind.Merchant => throw new ArgumentException($"{stream.Name} is no durable stream.", nameof(stream)),
        };
        return found is { } facts && facts.Length <= Most && facts.Select((fact, i) => fact.Sequence - i).All(first => first == after + 1) ? facts : null;
    }

    private async ValueTask<ImmutableArray<StreamEvent>?> OfJob(StreamAddress stream, long after, CancellationToken cancellationToken)
    {
        // Of a job that goes elsewhere by now, the order as it was is not at hand: earlier facts would name the later place.
        var id = new JobId(stream.Id);
        if (await jobs.Load(id, cancellationToken) is not { Destination: null } known)
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
}
