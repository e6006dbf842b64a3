using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Notifications;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Api.Journeys;

/// <summary>Suggests something at the end of a job. Every node hears of it; the store lets one of them suggest. An event that is lost suggests nothing.</summary>
internal sealed partial class SuggestionRelay : IDisposable
{
    private readonly IEventBus _bus;
    private readonly SuggestionDesk _desk;
    private readonly INotificationFilter _filter;
    private readonly IBackgroundWork _work;
    private readonly ILogger _log;
    private readonly Channel<JobView> _queue;
    private IDisposable? _listening;

    /// <summary>Makes it; nothing is heard before <see cref="Start"/>.</summary>
    public SuggestionRelay(IEventBus bus, SuggestionDesk desk, INotificationFilter filter, IBackgroundWork work, IOptions<SuggestionOptions> options, ILogger<SuggestionRelay> log)
    {
        (_bus, _desk, _filter, _work, _log) = (bus, desk, filter, work, log);
        _queue = Channel.CreateBounded<JobView>(new BoundedChannelOptions(options.Value.Queued) { SingleReader = true });
    }

    /// <summary>Starts to listen and to suggest; goes on until the engine stops.</summary>
    public void Start()
    {
        _listening ??= _bus.Listen(Hear);
        _work.Start("suggestions", async cancellationToken =>
        {
            while (await _queue.Reader.WaitToReadAsync(cancellationToken))
            {
                while (_queue.Reader.TryRead(out var job))
                {
                    try
                    {
                        await Suggest(job, cancellationToken);
                    }
                    catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
                    {
                        Failed(_log, job.Job, fault);
                    }
                }
            }
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _listening?.Dispose();

    /// <summary>Runs in the publisher's turn: it only queues. Who came past the API has no journey, and is suggested nothing.</summary>
    internal void Hear(StreamEvent happened)
    {
        if (happened.Message is PushMessage.JobChanged { Event: "completed", Job: { Journey: not null } job } && happened.Stream == StreamNames.Customer(job.Customer) && _filter.Wants(happened.Stream))
        {
            _queue.Writer.TryWrite(job);
        }
    }

    private async ValueTask Suggest(JobView job, CancellationToken cancellationToken) => await _desk.Suggest(
        new CustomerId(job.Customer), new MarketId(job.Market), new GeoPoint(job.Stops[^1].Longitude, job.Stops[^1].Latitude), new JobId(job.Job), new JourneyId(job.Journey!.Value), cancellationToken);

    [LoggerMessage(2064, LogLevel.Warning, "The end of job {Job} suggested nothing: it could not be looked at")]
    private static partial void Failed(ILogger log, Guid job, Exception fault);
}
