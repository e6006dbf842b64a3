namespace O2O.Dispatch.AllInOne.Tests;

/// <summary>The silo as a process of its own, on Microsoft Orleans.</summary>
public sealed class SiloTests
{
    [Fact]
    public async Task Silo_OnOrleansWithoutADatabase_SaysWhatToName()
    {
        using var error = new StringWriter();
        Assert.Equal(ExitCodes.Unusable, await Silo.SiloProcess.Run([], error));
        Assert.Contains("Cluster:Postgres names no database", error.ToString(), StringComparison.Ordinal);
    }
}
