using System.Text.Json;
using NBomber.Contracts.Stats;

namespace O2O.Dispatch.LoadTests.Results;

/// <summary>What a run came to, as stats.json keeps it for comparisons.</summary>
/// <param name="Profile">Its profile.</param>
/// <param name="Begun">When, UTC.</param>
/// <param name="Machine">On what the load was made, and the server when it was started.</param>
/// <param name="Server">Against what.</param>
/// <param name="Accounts">How many accounts.</param>
/// <param name="Drivers">How many of them drove.</param>
/// <param name="Scale">Times the profile's load.</param>
/// <param name="Pace">How many times as fast as traffic drivers drove.</param>
/// <param name="ServiceClass">What was ordered and driven.</param>
/// <param name="Seed">What decided places and choices.</param>
/// <param name="AskedSeconds">How long load was to come.</param>
/// <param name="Seconds">How long it took, to the last answer.</param>
/// <param name="Rows">A row for each scenario and step.</param>
/// <param name="Facts">Figures that no scenario has.</param>
/// <param name="Passed">Whether every threshold held.</param>
internal sealed record RunSummary(
    string Profile,
    DateTime Begun,
    string Machine,
    string Server,
    int Accounts,
    int Drivers,
    double Scale,
    double Pace,
    string ServiceClass,
    int Seed,
    double AskedSeconds,
    double Seconds,
    IReadOnlyList<RunSummary.Row> Rows,
    SortedDictionary<string, double> Facts,
    bool Passed)
{
    private const string FileName = "stats.json";
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>A scenario or a step.</summary>
    /// <param name="Name">The scenario, or scenario/step.</param>
    /// <param name="Ok">How many went well.</param>
    /// <param name="Failed">How many failed.</param>
    /// <param name="PerSecond">How many went well a second.</param>
    /// <param name="P50Ms">Of those that went well.</param>
    /// <param name="P95Ms">Likewise.</param>
    /// <param name="P99Ms">Likewise.</param>
    /// <param name="MaxMs">Likewise.</param>
    internal sealed record Row(string Name, int Ok, int Failed, double PerSecond, double P50Ms, double P95Ms, double P99Ms, double MaxMs);

    /// <summary>Of a run.</summary>
    public static RunSummary Of(LoadTestSettings settings, Uri server, NodeStats stats, DateTime begun, IReadOnlyList<(string Name, double Value)> facts, bool passed) => new(
        settings.Profile,
        begun,
        $"{Environment.ProcessorCount} processors, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}",
        settings.Server is null ? $"AllInOne started beside the load, {(settings.Store is "memory" or "sqlite" ? settings.Store : "PostgreSQL")}" : server.ToString(),
        settings.Accounts,
        settings.Drivers,
        settings.Scale,
        settings.Pace,
        settings.ServiceClass,
        settings.Seed,
        settings.Duration.TotalSeconds,
        stats.Duration.TotalSeconds,
        [.. stats.ScenarioStats.SelectMany(scenario => scenario.StepStats.Select(step => RowOf($"{scenario.ScenarioName}/{step.StepName}", step.Ok, step.Fail)).Prepend(RowOf(scenario.ScenarioName, scenario.Ok, scenario.Fail)))],
        new SortedDictionary<string, double>(facts.ToDictionary(fact => fact.Name, fact => Math.Round(fact.Value, 3)), StringComparer.Ordinal),
        passed);

    /// <summary>Writes it.</summary>
    public void Write(string folder) => File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Json));

    /// <summary>Reads one.</summary>
    /// <param name="path">The folder of a run, or its file.</param>
    /// <exception cref="LoadTestFault">There is none, or it is no such file.</exception>
    public static RunSummary Read(string path)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        try
        {
            var summary = JsonSerializer.Deserialize<RunSummary>(File.ReadAllText(file), Json);
            return summary is { Rows: not null, Facts: not null } ? summary : throw new LoadTestFault(ExitCodes.BadInput, $"--compare: {file} has no rows and facts; it is not the stats.json of a run.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or JsonException)
        {
            throw new LoadTestFault(ExitCodes.BadInput, $"--compare: '{file}' cannot be read as the stats.json of a run: {fault.Message}", fault);
        }
    }

    private static Row RowOf(string name, MeasurementStats ok, MeasurementStats fail) =>
        new(name, ok.Request.Count, fail.Request.Count, ok.Request.RPS, ok.Latency.Percent50, ok.Latency.Percent95, ok.Latency.Percent99, ok.Latency.MaxMs);
}
