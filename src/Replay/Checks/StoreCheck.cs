using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Replay.Store;
using O2O.Dispatch.Storage.Journals;
using O2O.Dispatch.Storage.Sqlite;

namespace O2O.Dispatch.Replay.Checks;

/// <summary>Checks a store from outside, after a replay: what must hold whatever happened to the process. It shares no state with the run.</summary>
public static class StoreCheck
{
    /// <summary>Checks it.</summary>
    /// <param name="path">The store.</param>
    /// <param name="ackLog">The journal of acknowledged commands; null for none.</param>
    /// <param name="output">Where the verdict goes.</param>
    /// <returns>See <see cref="ExitCodes"/>.</returns>
    public static int Run(string path, string? ackLog, TextWriter output)
    {
        var files = StoreFiles.Of(path);
        if (!File.Exists(files.Store))
        {
            throw new ReplayFault(ExitCodes.BadInput, $"--store: there is no store {files.Store}.");
        }

        if (ackLog is not null && !File.Exists(ackLog))
        {
            throw new ReplayFault(ExitCodes.BadInput, $"--ack-log: there is no journal {ackLog}.");
        }

        var options = new SqliteOptions();
        files.Configure(options);
        using var store = new SqliteStore(options, TimeProvider.System);
        var jobs = FoundStore.Read(store.JobReader).Jobs;
        var faults = new List<string>();
        var acknowledged = Acknowledged(ackLog, jobs, faults);
        Ends(jobs, faults);
        var hasBank = RunIdentity.HasBank(files);
        var captures = hasBank ? Captures(files, jobs, faults) : default;
        var ledger = FoundStore.Now(store.Ledger.Verify(CancellationToken.None));
        if (ledger.ImbalanceMinorUnits != 0)
        {
            faults.Add($"The ledger is off by {ledger.ImbalanceMinorUnits} minor units: {ledger.FirstFault}");
        }

        if (hasBank && File.Exists(files.Bank) && captures.MinorUnits != ledger.CapturedMinorUnits)
        {
            faults.Add($"The bank captured {captures.MinorUnits} minor units, the ledger says {ledger.CapturedMinorUnits}.");
        }

        foreach (var fault in faults)
        {
            output.WriteLine(fault);
        }

        output.WriteLine($"{(faults.Count == 0 ? "ok" : "FAILED")}: {jobs.Count} jobs, {acknowledged} acknowledged commands, {(hasBank ? $"{captures.Count} captures" : "captures of a bank that kept nothing")}, ledger imbalance {ledger.ImbalanceMinorUnits}");
        return faults.Count == 0 ? ExitCodes.Success : ExitCodes.Failed;
    }

    private static int Acknowledged(string? ackLog, IReadOnlyList<Job> jobs, List<string> faults)
    {
        if (ackLog is null)
        {
            return 0;
        }

        var versions = jobs.ToDictionary(job => job.Id.Value, job => job.Version);
        var count = 0;
        foreach (var line in LineJournal.Read(ackLog))
        {
            var acknowledged = AckLine.Read(line);
            count++;
            if (!versions.TryGetValue(acknowledged.Job, out var version))
            {
                faults.Add($"Lost: {acknowledged.Command} of job {acknowledged.Job:N} was acknowledged, and there is no such job.");
            }
            else if (version < acknowledged.Version)
            {
                faults.Add($"Lost: {acknowledged.Command} of job {acknowledged.Job:N} was acknowledged at version {acknowledged.Version}, and the job is at {version}.");
            }
        }

        return count;
    }

    private static void Ends(IReadOnlyList<Job> jobs, List<string> faults)
    {
        foreach (var job in jobs)
        {
            if (!job.Status.IsEnd())
            {
                faults.Add($"Job {job.Id} is {job.Status}, not at an end.");
            }
            else if (job.Payment.Status is PaymentStatus.Authorizing or PaymentStatus.Authorized or PaymentStatus.RequiresAction or PaymentStatus.Capturing)
            {
                faults.Add($"Job {job.Id} is {job.Status} and its payment {job.Payment.Status}.");
            }
        }
    }

    /// <summary>The bank's own journal: one capture per intent, of what the job says.</summary>
    private static (int Count, long MinorUnits) Captures(StoreFiles files, IReadOnlyList<Job> jobs, List<string> faults)
    {
        var captured = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (request, answer) in BankJournal.Read(files.Bank))
        {
            if (request.Operation is not (GatewayOperation.Capture or GatewayOperation.Collect) || answer is not { Outcome: GatewayOutcome.Done, Intent: { } taken })
            {
                continue;
            }

            if (!captured.TryAdd(taken, request.Amount.MinorUnits))
            {
                faults.Add($"Double capture: the bank captured intent {taken} twice.");
            }
        }

        foreach (var job in jobs)
        {
            var bank = (job.Payment.Intent is { } intent ? captured.GetValueOrDefault(intent) : 0) + (job.Payment.Rest?.Intent is { } rest ? captured.GetValueOrDefault(rest) : 0);
            if (bank != job.Payment.Captured.MinorUnits)
            {
                faults.Add($"Job {job.Id}: the bank captured {bank} minor units, the job says {job.Payment.Captured.MinorUnits}.");
            }
        }

        return (captured.Count, captured.Values.Sum());
    }
}
