using System.Text.Json;

namespace O2O.Dispatch.Pushes.Drill;

/// <summary>How far a job is, as somebody was told.</summary>
/// <param name="Job">Which.</param>
/// <param name="Version">Its version.</param>
/// <param name="Ended">Whether it is over.</param>
internal readonly record struct ToldJob(Guid Job, long Version, bool Ended)
{
    private static readonly string[] Open = ["scheduled", "matching", "accepted", "en_route_to_pickup", "arrived_at_pickup", "in_progress"];

    /// <summary>Reads the API's record.</summary>
    public static ToldJob Of(JsonElement job) => new(job.GetProperty("job_id").GetId(), job.GetProperty("version").GetInt64(), job.GetProperty("ended").GetBoolean());

    /// <summary>Whether a state is an end.</summary>
    public static bool IsEnd(string state) => !Open.Contains(state);
}
