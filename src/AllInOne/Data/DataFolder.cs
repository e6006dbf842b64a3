using System.Text.Json;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Storage.Sqlite;

namespace O2O.Dispatch.AllInOne.Data;

/// <summary>The folder of what outlives the process, taken by one process at a time. In memory there is no folder. Closing it lets the next one in; so does the death of the process.</summary>
internal sealed class DataFolder : IDisposable
{
    /// <summary>The file of the signing keys in the folder.</summary>
    public const string KeyFile = "signing-keys.json";

    /// <summary>The file of jobs, offers, outbox and ledger in the folder.</summary>
    public const string StoreFile = "dispatch.db";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    private readonly string? _folder;
    private readonly FileStream? _lock;

    private DataFolder(string? folder, FileStream? taken) => (_folder, _lock) = (folder, taken);

    /// <summary>Whether anything is kept.</summary>
    public bool IsKept => _folder is not null;

    /// <summary>The folder's full path.</summary>
    public string Path => _folder ?? throw new InvalidOperationException("What is in memory has no folder.");

    /// <summary>Jobs, offers, outbox, ledger.</summary>
    public string Store => _folder is null ? SqliteOptions.InMemory : At(StoreFile);

    /// <summary>The connection string of grain state on SQLite.</summary>
    public string GrainsConnection => $"Data Source={At("grains.db")};Pooling=True";

    /// <summary>Every operation of the in-process gateway, a line each.</summary>
    public string Bank => At("bank.jsonl");

    /// <summary>Every call of the payment sandbox, a line each.</summary>
    public string Sandbox => At("sandbox.jsonl");

    /// <summary>The keys that sign tokens.</summary>
    public string SigningKeys => At(KeyFile);

    private string CityFile => At("city.json");

    private string QuoteKeyFile => At("quote.key");

    /// <summary>Messages that a real host would send to phones; empty for none.</summary>
    public string Notifications => _folder is null ? string.Empty : At("notifications.jsonl");

    /// <summary>Takes the folder, creating it if need be.</summary>
    /// <exception cref="StartFault">Another process has it, or it cannot be written.</exception>
    public static DataFolder Open(AllInOneOptions options)
    {
        if (options.InMemory)
        {
            return new DataFolder(null, null);
        }

        var folder = System.IO.Path.GetFullPath(options.DataDirectory);
        var file = System.IO.Path.Combine(folder, "lock");
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartFault(ExitCodes.Unusable, $"--data-dir: {folder} cannot be created: {fault.Message} Name another folder, or say --memory.", fault);
        }

        try
        {
            return new DataFolder(folder, new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new StartFault(ExitCodes.Unusable, $"--data-dir: {folder} cannot be written: {fault.Message} Name another folder, or say --memory.", fault);
        }
        catch (IOException fault)
        {
            throw new StartFault(ExitCodes.Unusable, $"--data-dir: {folder} is in use by another instance ({fault.Message}). Stop it, or name another folder.", fault);
        }
    }

    /// <summary>The key that signs quotes: made once, so that a quote of the life before still holds.</summary>
    public byte[] QuoteKey(ISecretSource secrets)
    {
        if (!IsKept)
        {
            return secrets.Bytes(32);
        }

        if (File.Exists(QuoteKeyFile) && Convert.FromHexString(File.ReadAllText(QuoteKeyFile).Trim()) is { Length: >= 32 } kept)
        {
            return kept;
        }

        var key = secrets.Bytes(32);
        WriteWhole(QuoteKeyFile, Convert.ToHexString(key));
        return key;
    }

    /// <summary>What is played here: as the life before had it, or as it is now wanted, written down.</summary>
    /// <param name="wanted">With the anchor of a first life.</param>
    /// <exception cref="StartFault">Another city is played here.</exception>
    public CityMark Mark(CityMark wanted)
    {
        if (!IsKept)
        {
            return wanted;
        }

        if (!File.Exists(CityFile))
        {
            WriteWhole(CityFile, JsonSerializer.Serialize(wanted, Json));
            return wanted;
        }

        CityMark found;
        try
        {
            found = JsonSerializer.Deserialize<CityMark>(File.ReadAllText(CityFile), Json) ?? throw new JsonException("A city is expected, not null.");
        }
        catch (JsonException fault)
        {
            throw new StartFault(ExitCodes.Unusable, $"{CityFile} cannot be read: {fault.Message} Name another --data-dir.", fault);
        }

        if (found.Market != wanted.Market || found.Seed != wanted.Seed)
        {
            throw new StartFault(
                ExitCodes.BadOption, $"--data-dir: {Path} is of the city {found.Market} with --seed {found.Seed}, not of {wanted.Market} with --seed {wanted.Seed}. Say the same, or name another folder.");
        }

        if (found.Demand == wanted.Demand)
        {
            return found;
        }

        WriteWhole(CityFile, JsonSerializer.Serialize(wanted, Json));
        return wanted;
    }

    /// <inheritdoc/>
    public void Dispose() => _lock?.Dispose();

    private static void WriteWhole(string file, string text)
    {
        var unfinished = file + ".new";
        var mine = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            mine.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(unfinished, mine))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(unfinished, file, overwrite: true);
    }

    private string At(string name) => System.IO.Path.Combine(Path, name);
}
