using O2O.Dispatch.Domain.Journeys;

namespace O2O.Dispatch.Domain.Tests.Journeys;

/// <summary>What a label may be.</summary>
public sealed class JourneyLabelTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("poster_2026-window", true)]
    [InlineData("1234", true)]
    [InlineData("a1234b5678", true)]
    [InlineData("12345", false)]
    [InlineData("06-60-12", false)]
    [InlineData("", false)]
    [InlineData("Poster", false)]
    [InlineData("a b", false)]
    [InlineData("me@example.org", false)]
    [InlineData("straße", false)]
    public void IsSound_LeavesNoRoomForAPerson(string text, bool expected) => Assert.Equal(expected, JourneyLabel.IsSound(text));

    [Fact]
    public void IsSound_Longest_IsTheLimit()
    {
        Assert.True(JourneyLabel.IsSound(new string('a', JourneyLabel.Longest)));
        Assert.False(JourneyLabel.IsSound(new string('a', JourneyLabel.Longest + 1)));
    }
}
