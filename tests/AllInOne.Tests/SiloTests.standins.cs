namespace O2O.Dispatch.AllInOne.Tests;

/// <summary>The silo as a process of its own, on the embedded engine.</summary>
public sealed class SiloTests
{
    [Fact]
    public async Task Silo_OnTheEmbeddedEngine_RefusesToCluster()
    {
        using var error = new StringWriter();
        Assert.Equal(ExitCodes.Unusable, await Silo.SiloProcess.Run([], error));
        Assert.Contains("does not cluster", error.ToString(), StringComparison.Ordinal);
    }
}
