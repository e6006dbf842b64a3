using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Api.Jobs;

/// <summary>Reads the states of a search: snake_case names with commas between them, <c>open</c> or <c>ended</c>.</summary>
internal static class JobStates
{
    private static readonly ImmutableSortedDictionary<string, JobStatus> Names =
        Enum.GetValues<JobStatus>().ToImmutableSortedDictionary(status => Snake.Of(status), status => status, StringComparer.Ordinal);

    /// <summary>The states that are no end.</summary>
    public static ImmutableArray<JobStatus> Open { get; } = [.. Names.Values.Where(status => !status.IsEnd())];

    public static ImmutableArray<JobStatus> Read(string? text, List<(string, string)> faults)
    {
        if (string.IsNullOrEmpty(text))
        {
            return [];
        }

        var statuses = ImmutableArray.CreateBuilder<JobStatus>();
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (name is "open" or "ended")
            {
                statuses.AddRange(Names.Values.Where(status => status.IsEnd() == (name == "ended")));
            }
            else if (Names.TryGetValue(name, out var status))
            {
                statuses.Add(status);
            }
            else
            {
                faults.Add(("state", $"'{name}' is no state. There are open, ended, {string.Join(", ", Names.Keys)}."));
            }
        }

        return statuses.ToImmutable();
    }
}
