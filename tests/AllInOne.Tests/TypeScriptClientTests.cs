using System.Diagnostics;
using O2O.Dispatch.Payments.Sandbox.Tests;

namespace O2O.Dispatch.AllInOne.Tests;

/// <summary>The client for TypeScript (clients/ts) against the service as a user starts it, over connections that are cut.</summary>
public sealed class TypeScriptClientTests
{
    // Long enough for a slow machine; nobody waits so long when all is well.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    [NodeFact]
    public async Task Client_OfTypeScript_PassesItsTestsAndHasTheTypesThatTheServiceSays()
    {
        var folder = Folder();
        if (!IsInstalled(folder))
        {
            await Npm(folder, null, "ci");
        }

        using var service = await RunningService.Start(RunningService.FreePort(), "--memory", "--ops-port", "0", "--no-simulation");
        string[] onlyCompared = Environment.GetEnvironmentVariable("O2O_UPDATE_SNAPSHOTS") == "1" ? [] : ["--check"];
        await Npm(folder, null, ["run", "generate", "--", .. onlyCompared, $"{service.Address}"]);

        var output = await Npm(folder, service.Address, "test");
        Assert.Matches("pass [1-9]", output);
        Assert.Contains("fail 0", output, StringComparison.Ordinal);
        Assert.Contains("skipped 0", output, StringComparison.Ordinal);
    }

    private static bool IsInstalled(string folder)
    {
        var mark = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        return mark.Exists && mark.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json"));
    }

    private static string Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "O2O.Dispatch.sln")))
            {
                return Path.Combine(at.FullName, "clients", "ts");
            }
        }

        throw new InvalidOperationException("The repository is not above the tests.");
    }

    /// <summary>Runs npm to its end and gives what it wrote.</summary>
    private static async Task<string> Npm(string folder, Uri? server, params string[] arguments)
    {
        var start = new ProcessStartInfo(NodeFactAttribute.Find("npm")!, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["O2O_URL"] = server?.ToString();
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            var said = await output + await errors;
            Assert.True(process.ExitCode == 0, $"npm {string.Join(' ', arguments)}:\n{said}");
            return said;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"npm {string.Join(' ', arguments)} did not end within {Patience}.");
        }
    }
}
