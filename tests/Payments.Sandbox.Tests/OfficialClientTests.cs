using System.Diagnostics;
using System.Globalization;
using Stripe;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Payments.Sandbox.Tests;

/// <summary>npm's official client, which nobody here wrote, against the sandbox and against our signatures.</summary>
public sealed class OfficialClientTests : IAsyncLifetime
{
    private readonly RunningSandbox _run = new() { Time = TimeProvider.System };

    public Task InitializeAsync() => _run.InitializeAsync();

    public Task DisposeAsync() => _run.DisposeAsync();

    [NodeFact]
    public async Task OfficialClient_WholePath_WorksAndSignaturesAgree()
    {
        var folder = Folder();
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "stripe")))
        {
            var (installed, said) = await Run("npm", folder, "ci", "--no-audit", "--no-fund");
            Assert.True(installed == 0, $"npm ci: {said}");
        }

        var payload = """{"id":"evt_1","object":"event","api_version":"VERSION","type":"charge.captured","data":{"object":{"id":"ch_1","object":"charge","description":"ü"}}}"""
            .Replace("VERSION", StripeConfiguration.ApiVersion, StringComparison.Ordinal);
        const string secret = "whsec_both";
        var header = EventUtility.GenerateSignatureHeader(payload, secret, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        var (code, output) = await Run("node", folder, "proof.mjs", _run.Address, payload, secret, header);
        Assert.True(code == 0, output);
        Assert.Equal(10, output.Split('\n').Count(line => line.StartsWith("shown: ", StringComparison.Ordinal)));

        // What the official client signed, we verify.
        var made = output.Split('\n').Single(line => line.StartsWith("made: ", StringComparison.Ordinal))["made: ".Length..];
        Assert.Equal("evt_1", EventUtility.ConstructEvent(payload, made, secret).Id);
        Assert.Throws<StripeException>(() => EventUtility.ConstructEvent(payload, made, secret + "x"));
        var stamp = long.Parse(made.Split(',')[0]["t=".Length..], CultureInfo.InvariantCulture);
        Assert.Equal(EventUtility.GenerateSignatureHeader(payload, secret, stamp), made);
    }

    private static string Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(at.FullName, "O2O.Dispatch.sln")))
            {
                return Path.Combine(at.FullName, "tests", "Payments.Sandbox.Tests", "npm");
            }
        }

        throw new InvalidOperationException("The repository is not above the tests.");
    }

    private static async Task<(int Code, string Output)> Run(string command, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(NodeFactAttribute.Find(command)!) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (-1, $"{command} did not end within 3 minutes.");
        }
    }
}
