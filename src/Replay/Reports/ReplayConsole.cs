using System.Diagnostics;
using O2O.Dispatch.Replay.Reports.Html;
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
            var results = new List<ReplayResult>();
            foreach (var policy in options.Compare.Count == 0 ? [options.Policy] : options.Compare)
            {
                if (options.Compare.Count > 0 && !options.Quiet)
                {
                    output.WriteLine($"{policy}:");
                }

                results.Add(Play(options with { Policy = policy }, console, output, stop.Token));
            }

            if (!options.Quiet)
            {
                foreach (var note in results.SelectMany(result => result.Notes).Distinct())
                {
                    output.WriteLine(note);
                }
            }

            if (options.Compare.Count == 0)
            {
                ReportTable.Write(results[0].Report, console);
            }
            else
            {
                CompareTable.Write([.. results.Select(result => result.Report)], console);
            }

            if (options.Report is { } file)
            {
                ReportJson.WriteFile([.. results.Select(result => result.Report)], file, asList: options.Compare.Count > 0);
            }

            if (options.Html is { } page)
            {
                HtmlPage.WriteFile(results, results[0].Roads, page);
                output.WriteLine($"The page is {page}.");
            }

            foreach (var result in results)
            {
                foreach (var fault in result.Faults)
                {
                    error.WriteLine(options.Compare.Count == 0 ? fault : $"{result.Report.Policy}: {fault}");
                }
            }

            return results.All(result => result.Faults.Count == 0) ? ExitCodes.Success : ExitCodes.Failed;
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
