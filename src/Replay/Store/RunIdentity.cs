using System.Text.Json;

namespace O2O.Dispatch.Replay.Store;

/// <summary>What makes one replay the same as another: a store is gone on with under the same alone.</summary>
internal sealed record RunIdentity(
    string? Rides, string? Nodes, string? Edges, string? Zones, DateTimeOffset From, DateTimeOffset To, int Vehicles, string Policy, double? WindowSeconds, double PatienceSeconds,
    double TimeFactor, ulong Seed, double RequestsPerHour, double Acceptance, string? Mix = null, string? Gateway = null)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>Of these options.</summary>
    public static RunIdentity Of(ReplayOptions options) => new(
        Full(options.Rides), Full(options.OpenStreetMap ?? options.Nodes), Full(options.Edges), Full(options.Zones), options.From, options.To, options.Vehicles, options.Policy, options.Window?.TotalSeconds,
        options.Patience.TotalSeconds, options.TimeFactor, options.Seed, options.RequestsPerHour, options.Providers.AcceptProbability,
        options.Mix.IsRidesAlone ? null : options.Mix.ToString(),
        options.Gateway == ReplayOptions.ProcessGateway ? null : options.Gateway);

    /// <summary>Whether the bank of a store that a replay kept wrote down what it did; one that is gone with its process did not.</summary>
    public static bool HasBank(StoreFiles files)
    {
        try
        {
            return JsonSerializer.Deserialize<RunIdentity>(File.ReadAllText(files.Identity), Json)?.Gateway is null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            // Who does not know looks for its journal.
            return true;
        }
    }

    /// <summary>Writes it down beside a new store, whole or not at all.</summary>
    public void Write(StoreFiles files)
    {
        var unfinished = files.Identity + ".new";
        File.WriteAllText(unfinished, JsonSerializer.Serialize(this, Json));
        File.Move(unfinished, files.Identity);
    }

    /// <summary>Holds it against the store that is gone on with.</summary>
    /// <exception cref="ReplayFault">Something else was played there.</exception>
    public void Check(StoreFiles files)
    {
        RunIdentity? played;
        try
        {
            played = JsonSerializer.Deserialize<RunIdentity>(File.ReadAllText(files.Identity), Json);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ReplayFault(ExitCodes.BadInput, $"--resume: {files.Identity}, which says what the store was played with, cannot be read: {fault.Message}", fault);
        }

        if (played != this)
        {
            throw new ReplayFault(ExitCodes.BadOption, $"--resume: {files.Store} was played with other options; {files.Identity} has them. Give the same, or a new --store.");
        }
    }

    private static string? Full(string? path) => path is null ? null : Path.GetFullPath(path);
}
