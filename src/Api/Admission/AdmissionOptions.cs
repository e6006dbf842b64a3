using System.ComponentModel.DataAnnotations;

namespace O2O.Dispatch.Api.Admission;

/// <summary>How many requests that can wait are worked on at once. Offers, orders and the steps of trips never wait for it.</summary>
public sealed class AdmissionOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Admission";

    /// <summary>Requests for prices that are worked on at once for each processor; more wait. Default: 32, as many share a commit.</summary>
    [Range(1, 10_000)]
    public int QuotesPerProcessor { get; set; } = 32;

    /// <summary>Requests of those who only look (what is near, stores, free times) that are worked on at once for each processor; more wait. Default: 8.</summary>
    [Range(1, 10_000)]
    public int BrowsingPerProcessor { get; set; } = 8;

    /// <summary>Requests of each of the two kinds that may wait, of one address that is no private one a sixteenth of them; more are refused at once with 503 and Retry-After, when their body has come and before anything of it is looked at. Default: 2,000.</summary>
    [Range(0, 1_000_000)]
    public int Waiting { get; set; } = 2_000;

    /// <summary>How long a request waits at the most before it is refused. Default: 1 s; whoever looks has lost patience soon after.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long work may wait for a thread before requests that can wait do: then each step of a ride waits as long, and a request has several. Default: 100 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan LongestLag { get; set; } = TimeSpan.FromMilliseconds(100);
}
