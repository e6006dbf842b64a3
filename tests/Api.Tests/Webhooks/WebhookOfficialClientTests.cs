using System.Diagnostics;
using System.Text.Json;
using O2O.Dispatch.Api.Webhooks;
using O2O.Dispatch.Contracts.Webhooks;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Webhooks;

/// <summary>Whoever has verified webhooks of this scheme before verifies ours: npm's official client of the scheme does, unchanged.</summary>
public sealed class WebhookOfficialClientTests
{
    [NodeFact]
    public async Task OfficialClient_OurWebhooks_AreVerifiedAndForgeriesRefused()
    {
        var folder = Folder();
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "stripe")))
        {
            var (installed, said) = await Run("npm", folder, string.Empty, "ci", "--no-audit", "--no-fund");
            Assert.True(installed == 0, $"npm ci: {said}");
        }

        // The client compares with the time of its own machine.
        var now = TimeProvider.System.GetUtcNow();
        var endpoint = new WebhookEndpoint(
            Guid.NewGuid(), null, "https://a.example", null, [], null, null, null, "whsec_new", "whsec_old", now.AddHours(1), WebhookEndpointState.Enabled, now, null);
        var body = """{"id":"evt_1","type":"job.completed","data":{"market":"ü"}}""";
        var header = WebhookSignature.Of(endpoint, body, now);
        var single = WebhookSignature.Of(endpoint with { OldSecret = null }, body, now);
        var cases = new List<(string Body, string Header, string Secret, bool Good)>
        {
            (body, header, "whsec_new", true),
            (body, header, "whsec_old", true),
            (body, single, "whsec_new", true),
            (body, single, "whsec_old", false),
            (body, header, "whsec_other", false),
            (body + " ", header, "whsec_new", false),
            (body.Replace("evt_1", "evt_2", StringComparison.Ordinal), header, "whsec_new", false),
            (body, WebhookSignature.Of(endpoint, body, now.AddMinutes(-10)), "whsec_new", false),
            (body, header.Replace("v1=", "v0=", StringComparison.Ordinal), "whsec_new", false),
        };

        // Every byte of the signature counts.
        for (var i = single.IndexOf("v1=", StringComparison.Ordinal) + 3; i < single.Length; i++)
        {
            cases.Add((body, single[..i] + (single[i] == '0' ? '1' : '0') + single[(i + 1)..], "whsec_new", false));
        }

        var lines = string.Concat(cases.Select(one => JsonSerializer.Serialize(new { body = one.Body, header = one.Header, secret = one.Secret, good = one.Good }) + "\n"));
        var (code, output) = await Run("node", folder, lines, "receive.mjs");
        Assert.True(code == 0, output);
        Assert.Contains($"shown: {cases.Count}", output, StringComparison.Ordinal);
    }

    private static string Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "O2O.Dispatch.sln")))
            {
                return Path.Combine(at.FullName, "tests", "Api.Tests", "npm");
            }
        }

        throw new InvalidOperationException("The repository is not above the tests.");
    }

    private static async Task<(int Code, string Output)> Run(string command, string folder, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(NodeFactAttribute.Find(command)!) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
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
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
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
