using System.Diagnostics;
using O2O.Dispatch.Replay.Run;
using Spectre.Console;

namespace O2O.Dispatch.Replay.Reports;

/// <summary>Runs a replay for somebody at a terminal.</summary>
public static class ReplayConsole
{
    /// <summary>Runs it, shows how far it is, and writes the result.</summary>
    /// <returns>See <see cref="ExitCodes"/>.</returns>
    public static int Run(ReplayOptions options, TextWriter output, TextWriter error)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        using var stop = new CancellationTokenSource();
        void OnCancel(object? sender, ConsoleCancelEventArgs pressed)
        {
            pressed.Cancel = true;
            stop.Cancel();
        }

        Console.CancelKeyPress += OnCancel;
        try
        {
            var result = Play(options, console, output, stop.Token);
            if (!options.Quiet)
            {
                foreach (var note in result.Notes)
                {
                    output.WriteLine(note);
                }
            }

            ReportTable.Write(result.Report, console);
            if (options.Report is { } file)
            {
                ReportJson.WriteFile(result.Report, file);
            }

            foreach (var fault in result.Faults)
            {
                error.WriteLine(fault);
            }

            return result.Faults.Count == 0 ? ExitCodes.Success : ExitCodes.Failed;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new ReplayFault(ExitCodes.Failed, options.Store is null
                ? "Stopped."
                : $"Stopped. The store {options.Store} is kept; --resume goes on with it.");
        }
        finally
        {
            Console.CancelKeyPress -= OnCancel;
        }
    }

    private static ReplayResult Play(ReplayOptions options, IAnsiConsole console, TextWriter output, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        if (options.Quiet)
        {
            return ReplayRunner.Run(options, new NoProgress(), clock, stop);
        }

        if (!console.Profile.Capabilities.Interactive || !console.Profile.Out.IsTerminal)
        {
            return ReplayRunner.Run(options, new LineProgress(output), clock, stop);
        }

        return console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 20 }, new PercentageColumn())
            .Start(context => ReplayRunner.Run(options, new BarProgress(context), clock, stop));
    }
}
