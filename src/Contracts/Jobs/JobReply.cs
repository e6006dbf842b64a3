namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>The answer to a command about a job: the new view, or a rejection, so that nobody asks again.</summary>
/// <param name="View">The job after the command; on a rejection the job as it is, null when there is none.</param>
/// <param name="Rejection">Why nothing happened; null when it did.</param>
/// <param name="Detail">More about a rejection for a person to read; null when the reason says all.</param>
[GenerateSerializer, Immutable, Alias("o2o.job-reply")]
public sealed record JobReply(
    [property: Id(0)] JobView? View,
    [property: Id(1)] Rejection? Rejection,
    [property: Id(2)] string? Detail)
{
    /// <summary>Whether the command was carried out.</summary>
    public bool Done => Rejection is null;

    /// <summary>A rejection.</summary>
    public static JobReply Reject(Rejection why, JobView? view = null, string? detail = null) => new(view, why, detail);
}
