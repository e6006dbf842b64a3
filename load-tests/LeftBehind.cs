using O2O.Dispatch.LoadTests.People;

namespace O2O.Dispatch.LoadTests;

/// <summary>Removes the accounts of a run that could not do it itself.</summary>
internal static class LeftBehind
{
    /// <summary>Removes them.</summary>
    /// <param name="server">Where they are.</param>
    /// <param name="list">The file that names them.</param>
    /// <param name="output">Where progress goes.</param>
    /// <param name="stop">Ends it early.</param>
    /// <returns>See <see cref="ExitCodes"/>.</returns>
    public static async Task<int> Remove(Uri server, string list, TextWriter output, CancellationToken stop)
    {
        var accounts = Read(list);
        using var registrar = await Registrar.Open(server, accounts.Count, stop);
        return Tell(await registrar.Remove(accounts, output, stop), output) ? ExitCodes.Passed : ExitCodes.Failed;
    }

    /// <summary>Says what is left.</summary>
    /// <returns>Whether nothing is.</returns>
    public static bool Tell(IReadOnlyList<string> left, TextWriter output)
    {
        foreach (var fault in left.Take(5))
        {
            output.WriteLine($"Not removed: {fault}");
        }

        if (left.Count > 5)
        {
            output.WriteLine($"... and {left.Count - 5} more.");
        }

        return left.Count == 0;
    }

    private static List<(string Role, Guid Id)> Read(string list)
    {
        try
        {
            var accounts = new List<(string, Guid)>();
            foreach (var (number, line) in File.ReadLines(list).Index())
            {
                accounts.Add(line.Split(' ') is [Account.Customer or Account.Provider, var id] && Guid.TryParseExact(id, "N", out var who)
                    ? (line.Split(' ')[0], who)
                    : throw new LoadTestFault(ExitCodes.BadInput, $"--remove: {list}, line {number + 1}: 'customer' or 'provider' and 32 hexadecimal digits are expected."));
            }

            return accounts;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new LoadTestFault(ExitCodes.BadInput, $"--remove: '{list}' cannot be read: {fault.Message}", fault);
        }
    }
}
