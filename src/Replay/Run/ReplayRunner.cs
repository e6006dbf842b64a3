using System.Diagnostics;
using System.Globalization;
using O2O.Dispatch.Replay.Reports;
using O2O.Dispatch.Replay.Store;
using O2O.Dispatch.Simulation.Scenes;

namespace O2O.Dispatch.Replay.Run;

/// <summary>Runs a replay from its options to its result.</summary>
public static class ReplayRunner
{
    /// <summary>Runs it.</summary>
    /// <param name="options">Sound ones.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="clock">Runs since the beginning.</param>
    /// <param name="stop">Ends it between two instants.</param>
    /// <exception cref="ReplayFault">It cannot be done; the message says why.</exception>
    public static ReplayResult Run(ReplayOptions options, IReplayProgress progress, Stopwatch clock, CancellationToken stop)
    {
        var processorTime = Environment.CpuUsage.TotalTime;
        var files = StoreFiles.Of(options.Store);
        CheckStore(options, files);
        var scene = SceneLoader.Load(options.Scene, (stage, share, detail) => progress.Report(StageOf(stage), share, detail), stop);
        var found = options.Resume ? FoundStore.Read(files) : null;
        using var run = new ReplayRun(options, scene, files, found);
        var playing = Stopwatch.StartNew();
        progress.Report(ReplayStage.Onboarding, 0, $"{options.Vehicles:N0} providers");
        run.Begin();
        Play(options, run, progress, stop);
        return run.Finish(clock, playing, processorTime);
    }

    private static ReplayStage StageOf(SceneStage stage) => stage switch
    {
        SceneStage.Loading => ReplayStage.Loading,
        SceneStage.TravelTimes => ReplayStage.TravelTimes,
    };

    private static void CheckStore(ReplayOptions options, StoreFiles files)
    {
        if (options.Store is null)
        {
            return;
        }

        if (options.Resume)
        {
            // A process that was killed at its very beginning leaves what it was to play and no store yet: then there is all of it to play.
            if (!File.Exists(files.Identity))
            {
                throw new ReplayFault(ExitCodes.BadInput, $"--resume: there is no store {files.Store} that a replay kept.");
            }

            RunIdentity.Of(options).Check(files);
            return;
        }

        if (File.Exists(files.Store) || File.Exists(files.Identity))
        {
            throw new ReplayFault(ExitCodes.BadInput, $"--store: {files.Store} is there already. Go on with it by --resume, or name another.");
        }

        try
        {
            RunIdentity.Of(options).Write(files);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ReplayFault(ExitCodes.BadInput, $"--store: {files.Store} cannot be written: {fault.Message}", fault);
        }
    }

    private static void Play(ReplayOptions options, ReplayRun run, IReplayProgress progress, CancellationToken stop)
    {
        var length = (options.To - options.From).TotalSeconds;
        while (!run.Over)
        {
            stop.ThrowIfCancellationRequested();
            run.Advance(ReplayRun.Slice);
            var facts = run.Simulation.Facts;
            var played = (run.Now - options.From).TotalSeconds / length;
            progress.Report(
                played < 1 ? ReplayStage.Replaying : ReplayStage.Settling,
                played < 1 ? Math.Max(0, played) : Math.Clamp(1 - (double)facts.Open / Math.Max(1, facts.Requested), 0, 1),
                string.Create(CultureInfo.InvariantCulture, $"{run.Now:HH:mm:ss}  {facts.Completed:N0} of {facts.Requested:N0} served, {facts.Open:N0} open"));
        }
    }
}
