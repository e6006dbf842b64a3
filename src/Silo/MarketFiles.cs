using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Geo.Files;

namespace O2O.Dispatch.Silo;

/// <summary>Definitions of markets, a file each.</summary>
public static class MarketFiles
{
    /// <summary>Reads the definitions that a folder has of markets; of one without a file there is none.</summary>
    /// <param name="folder">Holds NAME.json; empty for no folder.</param>
    /// <param name="names">Of the markets.</param>
    /// <returns>By market: what its file says, and what that means.</returns>
    /// <exception cref="InputFileException">A file cannot be read, is no definition, or defines another market; the message says everything that is wrong with it.</exception>
    public static IReadOnlyDictionary<string, (string Text, Market Market)> Read(string folder, IEnumerable<string> names)
    {
        var found = new Dictionary<string, (string, Market)>(StringComparer.Ordinal);
        if (folder.Length == 0)
        {
            return found;
        }

        foreach (var name in names)
        {
            var file = Path.Combine(folder, $"{name}.json");
            if (!File.Exists(file))
            {
                continue;
            }

            var text = ReadText(file);
            var market = MarketCodec.Read(text, out var fault) ?? throw new InputFileException(file, fault!);
            if (market.Id.Value != name)
            {
                throw new InputFileException(file, $"it defines the market '{market.Id}', not '{name}'.");
            }

            found[name] = (text, market);
        }

        return found;
    }

    private static string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InputFileException(file, fault.Message);
        }
    }
}
