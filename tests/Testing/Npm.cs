using System.Diagnostics;

namespace O2O.Dispatch.Testing;

/// <summary>npm, as a test of TypeScript runs it.</summary>
public static class Npm
{
    // Long enough for a slow machine; nobody waits so long when all is well.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    /// <summary>A folder of the repository.</summary>
    /// <param name="path">From its root, in parts.</param>
    /// <exception cref="InvalidOperationException">The tests do not run out of the repository.</exception>
    public static string Folder(params string[] path)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "O2O.Dispatch.sln")))
            {
                return Path.Combine([at.FullName, .. path]);
            }
        }

        throw new InvalidOperationException("The repository is not above the tests.");
    }

    /// <summary>Runs npm to its end and gives what it wrote.</summary>
    /// <param name="folder">Where package.json is.</param>
    /// <param name="environment">Variables beside its own.</param>
    /// <param name="arguments">Of npm.</param>
    /// <exception cref="InvalidOperationException">It did not end well; the message has what it wrote.</exception>
    /// <exception cref="TimeoutException">It did not end.</exception>
    public static async Task<string> Run(string folder, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(NodeFactAttribute.Find("npm")!, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            var said = await output + await errors;
            return process.ExitCode == 0 ? said : throw new InvalidOperationException($"npm {string.Join(' ', arguments)}:\n{said}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"npm {string.Join(' ', arguments)} did not end within {Patience}.");
        }
    }
}
