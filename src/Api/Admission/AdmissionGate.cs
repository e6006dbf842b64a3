using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Connections;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Json;

namespace O2O.Dispatch.Api.Admission;

/// <summary>
/// Lets requests of lanes in, before anything but their route is looked at: neither token nor body. A held request holds its connection, too, so that a caller of many goes no faster than it is
/// answered; threads are left to offers and trips. Thread-safe.
/// </summary>
internal sealed class AdmissionGate : IDisposable
{
    private const int TryAgainAfterSeconds = 2;
    private readonly ImmutableArray<WaitingLane> _lanes;
    private readonly ImmutableArray<KeyValuePair<string, object?>> _names;
    private readonly LiveMeters _meters;
    private readonly LagProbe? _probe;

    /// <summary>Makes the lanes. Callers wait by the wall's clock, however fast a simulated city's goes.</summary>
    /// <param name="options">How many at once.</param>
    /// <param name="meters">Told who waits and who is refused.</param>
    public AdmissionGate(IOptions<AdmissionOptions> options, LiveMeters meters)
        : this(options, meters, TimeProvider.System)
    {
    }

    /// <summary>Makes the lanes.</summary>
    /// <param name="options">How many at once.</param>
    /// <param name="meters">Told who waits and who is refused.</param>
    /// <param name="time">Tells how long they wait.</param>
    internal AdmissionGate(IOptions<AdmissionOptions> options, LiveMeters meters, TimeProvider time)
    {
        var limits = options.Value;
        // The lanes are in the order of what comes first: nobody begins to look while somebody waits for a price.
        _lanes = [.. Enum.GetValues<AdmissionLane>().Select(lane => new WaitingLane(AtOnce(limits, lane) * Environment.ProcessorCount, limits.Waiting, limits.LongestWait, () => _probe?.Lag > limits.LongestLag || IsWaitedBefore(lane), time))];
        _names = [.. Enum.GetValues<AdmissionLane>().Select(lane => new KeyValuePair<string, object?>("lane", Snake.Of(lane)))];
        _meters = meters;
        _probe = new LagProbe(time, lag =>
        {
            if (lag <= limits.LongestLag)
            {
                foreach (var lane in _lanes)
                {
                    lane.Advance();
                }
            }
        });
        meters.WatchAdmission(() => _lanes.Select((lane, i) => new Measurement<long>(lane.Waiting, _names[i])));
    }

    /// <summary>Answers a request, or refuses it.</summary>
    public Task Admit(HttpContext http, RequestDelegate next) => http.GetEndpoint()?.Metadata.GetMetadata<LaneMark>() is not { } mark ? next(http) : Admit(http, next, (int)mark.Lane);

    /// <inheritdoc/>
    public void Dispose()
    {
        _probe?.Dispose();
        foreach (var lane in _lanes)
        {
            lane.Dispose();
        }
    }

    private bool IsWaitedBefore(AdmissionLane lane)
    {
        for (var before = 0; before < (int)lane; before++)
        {
            if (_lanes[before].Waiting > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static int AtOnce(AdmissionOptions limits, AdmissionLane lane) => lane switch
    {
        AdmissionLane.Quotes => limits.QuotesPerProcessor,
        AdmissionLane.Browsing => limits.BrowsingPerProcessor,
    };

    /// <summary>Waits until all of a body has come, which nobody reads yet: who sends slowly takes up no room.</summary>
    private static async ValueTask Received(HttpContext http)
    {
        var body = http.Request.BodyReader;
        for (; ; )
        {
            var read = await body.ReadAsync(http.RequestAborted);
            if (read.IsCompleted || read.Buffer.Length >= http.Request.ContentLength)
            {
                body.AdvanceTo(read.Buffer.Start);
                return;
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private async Task Admit(HttpContext http, RequestDelegate next, int number)
    {
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
        {
            await Received(http);
        }

        var lane = _lanes[number];
        if (!await lane.Enter(http.RequestAborted, PrivateNetworks.Counted(http.Connection.RemoteIpAddress)))
        {
            _meters.AdmissionRefused(_names[number]);
            if (!http.RequestAborted.IsCancellationRequested)
            {
                await Problem.Of(503, "overloaded", $"There is more to do than can be done just now. Try again after {TryAgainAfterSeconds} s.", TryAgainAfterSeconds).ExecuteAsync(http);
            }

            return;
        }

        try
        {
            await next(http);
        }
        finally
        {
            lane.Leave();
        }
    }
}
