using System.Collections.Concurrent;
using System.Globalization;
using O2O.Dispatch.LoadTests.People;
using O2O.Dispatch.LoadTests.Profiles;
using O2O.Dispatch.LoadTests.Results;
using O2O.Dispatch.LoadTests.Server;

namespace O2O.Dispatch.LoadTests;

/// <summary>One run from its accounts to its verdict. Whatever happens, the accounts are removed and a server that was started is stopped.</summary>
internal static class LoadRun
{
    private static readonly TimeSpan RemoveWithin = TimeSpan.FromMinutes(10);

    /// <summary>Runs it.</summary>
    /// <returns>See <see cref="ExitCodes"/>.</returns>
    /// <exception cref="LoadTestFault">It cannot be run; the message says why and what to do.</exception>
    public static async Task<int> Run(LoadTestSettings settings, Profile profile, TextWriter output, CancellationToken stop)
    {
        var limits = ThresholdFile.Read(settings.ThresholdsFile, profile.Names);
        try
        {
            Directory.CreateDirectory(settings.Out);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new LoadTestFault(ExitCodes.BadInput, $"--out: '{settings.Out}' cannot be made: {fault.Message}", fault);
        }

        if (settings.Server is not null)
        {
            return await Against(settings.Server, null, settings, profile, limits, output, stop);
        }

        output.WriteLine("Starting AllInOne; its own words go to server.log.");
        var (process, address) = await ServerProcess.Start(settings, stop);
        await using (process)
        {
            try
            {
                return await Against(address, process, settings, profile, limits, output, stop);
            }
            catch (Exception fault) when (!stop.IsCancellationRequested)
            {
                if (await process.IsEnding())
                {
                    throw new LoadTestFault(ExitCodes.NoServer, $"AllInOne ended in the middle of the run: {Path.Combine(settings.Out, "server.log")} may say why.", fault);
                }

                throw;
            }
        }
    }

    private static async Task<int> Against(Uri server, ServerProcess? started, LoadTestSettings settings, Profile profile, ThresholdFile limits, TextWriter output, CancellationToken stop)
    {
        var begun = TimeProvider.System.GetUtcNow().UtcDateTime;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop, started?.Ended ?? CancellationToken.None);
        using var registrar = await Registrar.Open(server, settings.Accounts, over.Token);
        await using var world = await World.Open(settings, server, profile.RadiusMetres, output, over.Token);
        var written = new ConcurrentQueue<(string Role, Guid Id)>();
        var list = Path.Combine(settings.Out, "accounts.txt");
        ProfileResult result;
        var removed = false;
        try
        {
            world.Settle(await registrar.Make(settings.Customers, settings.Drivers, list, written, output, over.Token));
            result = await profile.Run(world, limits, over.Token);
            if (!stop.IsCancellationRequested)
            {
                over.Token.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            removed = await Remove(registrar, written, list, started, settings, output);
        }

        var facts = result.Facts.Concat(GeneratorFacts.Of(result.Stats)).ToList();
        var held = Judge(limits, result, facts, output);
        RunSummary.Of(settings, server, result.Stats, begun, facts, held && removed).Write(settings.Out);
        if (GeneratorFacts.Warning(result.Stats) is { } warning)
        {
            output.WriteLine(warning);
        }

        output.WriteLine($"Reports: {string.Join(", ", result.Stats.ReportFiles.Select(file => file.FilePath))}");
        if (stop.IsCancellationRequested)
        {
            output.WriteLine("Stopped before the end: what stands here is what there was until then, and counts as not passed.");
            return ExitCodes.Failed;
        }

        output.WriteLine(held && removed ? "Passed." : "FAILED.");
        return held && removed ? ExitCodes.Passed : ExitCodes.Failed;
    }

    /// <summary>Removes what was written down: whoever was being made at a fault may be there as well, and removing nobody is no fault.</summary>
    private static async Task<bool> Remove(Registrar registrar, IReadOnlyCollection<(string Role, Guid Id)> written, string list, ServerProcess? started, LoadTestSettings settings, TextWriter output)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(started?.Ended ?? CancellationToken.None);
        patience.CancelAfter(RemoveWithin);
        try
        {
            if (started is not { HasExited: true } && LeftBehind.Tell(await registrar.Remove(written, output, patience.Token), output))
            {
                return true;
            }
        }
        catch (OperationCanceledException)
        {
            if (started is not { HasExited: true })
            {
                output.WriteLine($"The accounts were not all removed within {RemoveWithin.TotalMinutes:0} minutes.");
            }
        }

        output.WriteLine(
            started is not { HasExited: true } ? $"What is left is removed with --remove {list} --server URL."
            : settings.StoreOutlivesServer ? $"AllInOne has ended: what is left in its database is removed with --remove {list} --server URL, at a server on that database."
            : "AllInOne has ended, and the accounts with it.");
        return false;
    }

    private static bool Judge(ThresholdFile limits, ProfileResult result, List<(string Name, double Value)> facts, TextWriter output)
    {
        foreach (var (name, value) in facts)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-28} {value:0.##}"));
        }

        var held = true;
        foreach (var line in limits.Lines)
        {
            var value = line.ValueIn(result.Stats, facts);
            var holds = value is { } known && line.Holds(known);
            held &= holds;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(holds ? "passed" : "FAILED")}  {line.Said}  ({(value is { } told ? $"is {told:0.####}" : "there is no such figure in this run")})"));
        }

        return held;
    }
}
