using System.ComponentModel.DataAnnotations;

namespace O2O.Dispatch.Api.Hubs;

/// <summary>What a hub connection may do.</summary>
public sealed class HubLimitsOptions
{
    /// <summary>Hub connections of this process at once at the most; 0 for nine in ten of those that are served (fifteen sixteenths of ConnectionLimits:AtMost, or of what the file limit leaves). Default: 0. More are told 503.</summary>
    [Range(0, 1_000_000)]
    public int Connections { get; set; }

    /// <summary>Hub connections of one caller at once at the most; 0 for no limit. Default: 20, for a person with some devices and pages. More are told 429.</summary>
    [Range(0, 1_000_000)]
    public int ConnectionsPerUser { get; set; } = 20;

    /// <summary>Hub connections of one address (of IPv6: of one network of 64 bits) without a signed-in caller, which are share links', at once at the most; 0 for no limit. Default: 1,000. More are told 429. This machine and private networks, where proxies stand, are not counted.</summary>
    [Range(0, 1_000_000)]
    public int ConnectionsPerAddress { get; set; } = 1_000;

    /// <summary>The largest message a client may send, in bytes; a larger one closes its connection. Default: 32,768.</summary>
    [Range(1_024, 1_048_576)]
    public int MessageBytes { get; set; } = 32_768;

    /// <summary>Invocations a second that a connection may make in the long run; more are refused with rate_limited. Default: 20.</summary>
    [Range(1, 10_000)]
    public int InvocationsPerSecond { get; set; } = 20;

    /// <summary>Invocations that a connection may make at once after a pause. Default: 60.</summary>
    [Range(1, 100_000)]
    public int InvocationBurst { get; set; } = 60;

    /// <summary>Streams that a connection may hear at once. Default: 100.</summary>
    [Range(1, 10_000)]
    public int StreamsPerConnection { get; set; } = 100;

    /// <summary>Messages that wait for one client; a client that falls farther behind is closed, and subscribes again. Default: 1,000. Of map frames, places and figures four wait at the most; the oldest is left out.</summary>
    [Range(16, 100_000)]
    public int QueuedMessages { get; set; } = 1_000;

    /// <summary>What the transport holds for a client that does not read, in bytes; beyond it messages wait in the queue. Default: 262,144, which holds a map frame of 5,500 moving vehicles.</summary>
    [Range(4_096, 16_777_216)]
    public int TransportBytes { get; set; } = 262_144;

    /// <summary>A client to which one message has been on its way for this long, because it does not read, is closed, however little waits. Default: 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StuckAfter { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Between two keep-alive messages to a client. Default: 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>A client that sends nothing for this long, not even a keep-alive, is closed. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:10:00")]
    public TimeSpan ClientTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
