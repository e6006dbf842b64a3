using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Storage.Sqlite;

namespace O2O.Dispatch.Replay.Store;

/// <summary>A store as a crash left it.</summary>
/// <param name="LastCommitAt">Its last commit; null when there is none.</param>
/// <param name="Jobs">Every job, in order of id.</param>
internal sealed record FoundStore(DateTimeOffset? LastCommitAt, IReadOnlyList<Job> Jobs)
{
    private const int Page = 1_000;

    /// <summary>Reads a store that nobody has open.</summary>
    public static FoundStore Read(StoreFiles files)
    {
        var options = new SqliteOptions();
        files.Configure(options);
        using var store = new SqliteStore(options, TimeProvider.System);
        return Read(store.JobReader);
    }

    /// <summary>Reads what a reader tells.</summary>
    public static FoundStore Read(IJobReader reader)
    {
        var jobs = new List<Job>();
        while (true)
        {
            var page = Now(reader.Page(jobs.Count == 0 ? null : jobs[^1].Id, Page, CancellationToken.None));
            jobs.AddRange(page);
            if (page.Length < Page)
            {
                return new FoundStore(Now(reader.LastCommitAt(CancellationToken.None)), jobs);
            }
        }
    }

    /// <summary>SQLite's readers answer in line.</summary>
    internal static T Now<T>(ValueTask<T> answer) => answer.AsTask().GetAwaiter().GetResult();
}
