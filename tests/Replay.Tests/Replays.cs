using System.Diagnostics;
using O2O.Dispatch.Replay.Reports;
using O2O.Dispatch.Replay.Run;
using O2O.Dispatch.Replay.Store;
using O2O.Dispatch.Simulation.Scenes;

namespace O2O.Dispatch.Replay.Tests;

/// <summary>Replays as tests need them.</summary>
internal static class Replays
{
    public static ReplayResult Run(ReplayOptions options) => ReplayRunner.Run(options, new NoProgress(), Stopwatch.StartNew(), CancellationToken.None);

    public static CityScene Scene(ReplayOptions options) => SceneLoader.Load(options.Scene, (_, _, _) => { }, CancellationToken.None);

    /// <summary>A report without what the machine decides; records compare collections by reference, so these become text.</summary>
    public static (string EventHash, string Figures) Comparable(ReplayReport report) => (report.EventHash, ReportJson.Write(report with
    {
        EventHash = string.Empty, WallSeconds = 0, ReplayWallSeconds = 0, CpuSeconds = 0, PeakMemoryMb = 0,
    }));

    /// <summary>Plays for a while and copies what a killed process leaves behind: the files as they are, nothing closed.</summary>
    /// <param name="options">Without a store.</param>
    /// <param name="scene">Of these options.</param>
    /// <param name="folder">An empty one.</param>
    /// <param name="seconds">How long.</param>
    /// <returns>The options that go on with the copy.</returns>
    public static ReplayOptions Killed(ReplayOptions options, CityScene scene, string folder, int seconds)
    {
        options = options with { Store = Path.Combine(folder, "crashed.db"), AckLog = Path.Combine(folder, "acks") };
        var image = Directory.CreateDirectory(Path.Combine(folder, "image"));
        var files = StoreFiles.Of(options.Store);
        RunIdentity.Of(options).Write(files);
        using (var run = new ReplayRun(options, scene, files, null))
        {
            run.Begin();
            for (var second = 0; second < seconds; second++)
            {
                run.Advance(ReplayRun.Slice);
            }

            foreach (var file in Directory.GetFiles(folder))
            {
                File.Copy(file, Path.Combine(image.FullName, Path.GetFileName(file)));
            }
        }

        File.AppendAllText(Path.Combine(image.FullName, "crashed.db.bank"), "{\"request\":{\"job");
        return options with { Store = Path.Combine(image.FullName, "crashed.db"), AckLog = Path.Combine(image.FullName, "acks"), Resume = true };
    }
}
