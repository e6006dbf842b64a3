using O2O.Dispatch.Storage.Journals;

namespace O2O.Dispatch.Storage.Tests;

public sealed class LineJournalTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("one\n", new[] { "one" })]
    [InlineData("one\ntwo\n", new[] { "one", "two" })]
    [InlineData("one\ntw", new[] { "one" })]
    [InlineData("on", new string[0])]
    public void Read_AnyFile_GivesTheWholeLines(string content, string[] lines)
    {
        File.WriteAllText(_file, content);
        Assert.Equal(lines, LineJournal.Read(_file));
    }

    [Fact]
    public void Open_AfterALineThatWasCutOff_CutsItAwayAndGoesOn()
    {
        File.WriteAllText(_file, "one\n" + new string('x', 10_000));
        using (var journal = LineJournal.Open(_file))
        {
            journal.Append("two"u8);
            Assert.Equal(["one", "two"], LineJournal.Read(_file));
        }

        Assert.Equal("one\ntwo\n", File.ReadAllText(_file));
    }

    [Fact]
    public void Read_NoFile_GivesNothing() => Assert.Empty(LineJournal.Read(_file + ".none"));
}
