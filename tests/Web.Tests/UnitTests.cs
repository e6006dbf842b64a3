using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Web.Tests;

/// <summary>The pages' own tests, beside their sources.</summary>
public sealed class UnitTests
{
    /// <summary>The build has installed what they need.</summary>
    [NodeFact]
    public async Task Modules_OfThePages_PassTheirTests()
    {
        var said = await Npm.Run(Npm.Folder("web"), new Dictionary<string, string> { ["NO_COLOR"] = "1" }, "test");
        Assert.Matches(@"Tests\s+[1-9]\d* passed", said);
    }
}
