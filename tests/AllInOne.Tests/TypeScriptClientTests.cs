using O2O.Dispatch.Testing;

namespace O2O.Dispatch.AllInOne.Tests;

/// <summary>The client for TypeScript (clients/ts) against the service as a user starts it, over connections that are cut.</summary>
public sealed class TypeScriptClientTests
{
    [NodeFact]
    public async Task Client_OfTypeScript_PassesItsTestsAndHasTheTypesThatTheServiceSays()
    {
        var folder = Npm.Folder("clients", "ts");
        if (!IsInstalled(folder))
        {
            await Npm.Run(folder, null, "ci");
        }

        using var service = await RunningService.Start(RunningService.FreePort(), "--memory", "--ops-port", "0", "--no-simulation");
        string[] onlyCompared = Environment.GetEnvironmentVariable("O2O_UPDATE_SNAPSHOTS") == "1" ? [] : ["--check"];
        await Npm.Run(folder, null, ["run", "generate", "--", .. onlyCompared, $"{service.Address}"]);

        var output = await Npm.Run(folder, new Dictionary<string, string> { ["O2O_URL"] = service.Address.ToString() }, "test");
        Assert.Matches("pass [1-9]", output);
        Assert.Contains("fail 0", output, StringComparison.Ordinal);
        Assert.Contains("skipped 0", output, StringComparison.Ordinal);
    }

    private static bool IsInstalled(string folder)
    {
        var mark = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        return mark.Exists && mark.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json"));
    }
}
