using System.ComponentModel.DataAnnotations;

namespace O2O.Dispatch.Api.Webhooks;

/// <summary>Webhooks to merchants and integrators.</summary>
public sealed class WebhookOptions
{
    /// <summary>Whether endpoints may be http beside https. Default: false; for development and tests.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Whether endpoints may be on this machine (127.0.0.0/8, ::1). Default: false; for development and tests.</summary>
    public bool AllowLoopback { get; set; }

    /// <summary>Between two looks for new events and for deliveries that are due. Default: 250 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan PollPeriod { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Events that are queued in one commit at the most. Default: 500.</summary>
    [Range(1, 10_000)]
    public int QueueBatch { get; set; } = 500;

    /// <summary>How long a receiver may take, from the look-up of its name to the end of what is read of its answer. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:30")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What is read of an answer at the most, in bytes; then the connection is closed. Default: 65,536.</summary>
    [Range(1_024, 1_048_576)]
    public int AnswerBytes { get; set; } = 65_536;

    /// <summary>Deliveries of this node that are under way at once. Default: 64.</summary>
    [Range(1, 10_000)]
    public int AtOnce { get; set; } = 64;

    /// <summary>Deliveries of this node to one endpoint that are under way at once. Default: 8. A slow endpoint holds up no others.</summary>
    [Range(1, 10_000)]
    public int AtOncePerEndpoint { get; set; } = 8;

    /// <summary>How long a node has a delivery for itself; then another may try it. Default: 60 s. What a crash left is sent again after it.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "01:00:00")]
    public TimeSpan Claim { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Wait after the first failed try; it doubles with each, less up to a fifth at random. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a delivery is tried before it is parked for a person to look at. Default: 24 h, 14 tries or so.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long an endpoint may fail without one success before it is switched off. Default: 3 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "90.00:00:00")]
    public TimeSpan SwitchOffAfter { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How long deliveries are kept in the log. Default: 30 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepDeliveries { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Endpoints that one integrator or merchant may have. Default: 20.</summary>
    [Range(1, 1_000)]
    public int EndpointsPerOwner { get; set; } = 20;

    /// <summary>Fixes the random part of the waits. Default: 0. The same delivery waits the same at every run.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; set; }
}
