using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using O2O.Dispatch.AllInOne.CommandLine;

namespace O2O.Dispatch.AllInOne.Tests;

/// <summary>What is typed is understood, or it is said what is wrong with it.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public async Task Run_Help_TellsEveryOption()
    {
        var (code, output, _) = await Run("--help");
        Assert.Equal(ExitCodes.Success, code);
        string[] options =
        [
            "--urls", "--port", "--ops-port", "--data-dir", "--memory", "--postgres", "--data", "--speed", "--vehicles", "--requests-per-hour", "--seed", "--mix", "--policy", "--window-seconds",
            "--no-simulation", "--key-file", "--dev-sign-in", "--log", "--quiet", "token", "Exit codes",
        ];
        Assert.All(options, option => Assert.Contains(option, output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--speed", "0", "--speed")]
    [InlineData("--speed", "fast", "--speed: 'fast' is not a number between 1 and 100.")]
    [InlineData("--vehicles", "0", "--vehicles")]
    [InlineData("--vehicles", "many", "--vehicles: 'many' is not a whole number between 1 and 20000.")]
    [InlineData("--requests-per-hour", "-1", "--requests-per-hour")]
    [InlineData("--mix", "ride=70", "--mix: the shares come to 70, not to 100.")]
    [InlineData("--seed", "-1", "--seed")]
    [InlineData("--policy", "greedy", "--policy: 'greedy' is none of")]
    [InlineData("--window-seconds", "0", "--window-seconds")]
    [InlineData("--port", "70000", "--port: '70000' is not a whole number between 0 and 65535.")]
    [InlineData("--ops-port", "x", "--ops-port")]
    [InlineData("--urls", "https://127.0.0.1:8080", "--urls")]
    [InlineData("--urls", "8080", "--urls: '8080' is not a URL")]
    [InlineData("--data-dir", " ", "--data-dir: a path is expected.")]
    [InlineData("--log", "xml", "--log: 'xml' is none of text, json.")]
    [InlineData("--dev-sign-in", "maybe", "--dev-sign-in")]
    [InlineData("--postgres", "nonsense", "--postgres")]
    [InlineData("--frobnicate", "1", "--frobnicate")]
    public async Task Run_BadValue_NamesTheOption(string option, string value, string message)
    {
        using var folder = new TemporaryFolder();
        string[] where = option == "--data-dir" ? [] : ["--data-dir", folder.At("data")];
        var (code, _, error) = await Run([.. option is "--port" or "--ops-port" or "--urls" ? (string[])[] : ["--port", $"{RunningService.FreePort()}", "--ops-port", "0"], option, value, .. where]);
        Assert.Equal(ExitCodes.BadOption, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--memory and --postgres", "--memory", "--postgres", "Host=127.0.0.1;Database=x;Username=x")]
    [InlineData("--memory and --data-dir", "--memory", "--data-dir", "x")]
    [InlineData("--port and --urls", "--port", "1", "--urls", "http://127.0.0.1:2")]
    [InlineData("--requests-per-hour goes with the generated city", "--data", "x", "--requests-per-hour", "5")]
    public async Task Run_OptionsThatContradict_AreRefusedTogether(string message, params string[] arguments)
    {
        var (code, _, error) = await Run(arguments);
        Assert.Equal(ExitCodes.BadOption, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PortInUse_SaysSoBeforeAnythingIsLoaded()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var (code, output, error) = await Run("--memory", "--port", $"{port}", "--ops-port", "0");
        Assert.Equal(ExitCodes.Unusable, code);
        Assert.Contains($"127.0.0.1:{port} cannot be listened on", error, StringComparison.Ordinal);
        Assert.DoesNotContain("loading", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FolderThatAnotherHas_SaysSo()
    {
        using var folder = new TemporaryFolder();
        using var other = new FileStream(folder.At("lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        var (code, _, error) = await Run("--data-dir", folder.Path, "--port", $"{RunningService.FreePort()}", "--ops-port", "0");
        Assert.Equal(ExitCodes.Unusable, code);
        Assert.Contains("in use by another instance", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_DataThatIsNotThere_NamesTheFile()
    {
        var (code, _, error) = await Run("--memory", "--data", "/nowhere", "--port", $"{RunningService.FreePort()}", "--ops-port", "0");
        Assert.Equal(ExitCodes.Unusable, code);
        Assert.Contains("/nowhere has no nyc_rides", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ServerThatIsNotThere_SaysWhatToCheck()
    {
        using var folder = new TemporaryFolder();
        var (code, _, error) = await Run(
            "--data-dir", folder.Path, "--postgres", $"Host=127.0.0.1;Port={RunningService.FreePort()};Database=d;Username=u", "--port", $"{RunningService.FreePort()}", "--ops-port", "0");
        Assert.Equal(ExitCodes.Unusable, code);
        Assert.Contains("cannot be reached", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_OfARole_IsOneForIt()
    {
        using var folder = new TemporaryFolder();
        var id = Guid.Parse("0193a1b2c3d47e8f9a0b1c2d3e4f5061");
        var (code, output, _) = await Run("token", "--role", "provider", "--id", id.ToString(), "--hours", "2", "--data-dir", folder.Path);
        Assert.Equal(ExitCodes.Success, code);
        var parts = output.Trim().Split('.');
        Assert.Equal(3, parts.Length);
        using var claims = JsonDocument.Parse(Decode(parts[1]));
        Assert.Equal("provider", claims.RootElement.GetProperty("role").GetString());
        Assert.Equal(id, Guid.Parse(claims.RootElement.GetProperty("sub").GetString()!));
        Assert.Equal(7_200, claims.RootElement.GetProperty("exp").GetInt64() - claims.RootElement.GetProperty("iat").GetInt64());

        // The same key signs the next one.
        var (_, again, _) = await Run("token", "--role", "ops", "--data-dir", folder.Path);
        Assert.Equal(Decode(parts[0]), Decode(again.Trim().Split('.')[0]));
    }

    [Theory]
    [InlineData("--role", "king")]
    [InlineData("--id", "7", "--role", "ops")]
    [InlineData("--hours", "0", "--role", "ops")]
    public async Task Token_BadValue_NamesTheOption(params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var (code, _, error) = await Run(["token", .. arguments, "--data-dir", folder.Path]);
        Assert.Equal(ExitCodes.BadOption, code);
        Assert.Contains(arguments[0], error, StringComparison.Ordinal);
    }

    private static string Decode(string part) => Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(part));

    private static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await AllInOneCommand.Run(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
