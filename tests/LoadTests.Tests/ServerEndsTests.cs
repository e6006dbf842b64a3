using System.Diagnostics;
using System.Text;
using O2O.Dispatch.LoadTests.CommandLine;

namespace O2O.Dispatch.LoadTests.Tests;

/// <summary>A server that was started and ends in the middle of the run.</summary>
public sealed class ServerEndsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly string _folder = Directory.CreateTempSubdirectory("load-tests").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task Run_ServerDiesInTheMiddle_EndsSoonWithThreeAndRemovesNobody()
    {
        using var output = new Heard("drivers are on shift");
        using var error = new StringWriter();
        var run = LoadTestCommand.Run(["smoke", "--duration", "10m", "--accounts", "10", "--out", _folder], output, error);
        if (await Task.WhenAny(output.Said, run).WaitAsync(Patience) == run)
        {
            Assert.Fail($"The run ended with {await run} before anybody was on shift: {error}{output}");
        }

        using (var server = Process.GetProcesses().First(process => FolderOf(process.Id) == _folder))
        {
            server.Kill();
        }

        Assert.Equal(ExitCodes.NoServer, await run.WaitAsync(Patience));
        Assert.Contains("AllInOne ended in the middle of the run", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("AllInOne has ended, and the accounts with it.", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("accounts removed", output.ToString(), StringComparison.Ordinal);
    }

    private static string? FolderOf(int process)
    {
        try
        {
            return new FileInfo($"/proc/{process}/cwd").LinkTarget;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Tells when something was written.</summary>
    private sealed class Heard(string awaited) : StringWriter
    {
        private readonly TaskCompletionSource _said = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _gate = new();

        public Task Said => _said.Task;

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value)
        {
            lock (_gate)
            {
                base.WriteLine(value);
            }

            if (value?.Contains(awaited, StringComparison.Ordinal) == true)
            {
                _said.TrySetResult();
            }
        }
    }
}
