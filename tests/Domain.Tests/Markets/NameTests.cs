using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Domain.Tests.Markets;

public sealed class NameTests
{
    [Theory]
    [InlineData("new-york", true)]
    [InlineData("a", true)]
    [InlineData("a2345678901234567890123456789012345678-9", true)]
    [InlineData("a2345678901234567890123456789012345678-90", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("New-York", false)]
    [InlineData("1st", false)]
    [InlineData("-a", false)]
    [InlineData("a-", false)]
    [InlineData("a_b", false)]
    [InlineData("münchen", false)]
    public void Slug_Text_IsOneOrNot(string? text, bool slug)
    {
        Assert.Equal(slug, Slug.IsSlug(text));
        Assert.Equal(slug, MarketId.TryParse(text, out _));
        if (!slug)
        {
            Assert.Throws<ArgumentException>(() => new MarketId(text!));
        }
    }

    [Fact]
    public void MarketId_Default_NamesNothing() => Assert.Throws<InvalidOperationException>(() => default(MarketId).Value);

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("42")]
    public void JobId_NotAGuid_IsRefused(string? text)
    {
        Assert.False(JobId.TryParse(text, out _));
        Assert.Throws<FormatException>(() => JobId.Parse(text!));
    }

    [Fact]
    public void Ids_Text_RoundTrips()
    {
        Assert.Equal(Scenarios.Job(7), JobId.Parse(Scenarios.Job(7).ToString()));
        Assert.Equal(Scenarios.Customer(7), CustomerId.Parse(Scenarios.Customer(7).Value.ToString("D")));
        Assert.Equal(32, Scenarios.Job().ToString().Length);
    }

    [Fact]
    public void ServiceClass_Faults_NameTheClassAndPassOnThoseOfItsTerms()
    {
        var sound = new ServiceClass(Scenarios.ServiceClass, Scenarios.Terms(), "batched", TimeSpan.FromSeconds(5));
        Assert.Empty(sound.Faults());
        var faulty = sound with { Policy = " ", Window = TimeSpan.FromMilliseconds(50), Terms = sound.Terms with { PinTries = 0 } };
        Assert.Equal(3, faulty.Faults().Count());

        // A window of zero means rounds that begin by themselves.
        Assert.Empty((sound with { Window = TimeSpan.Zero }).Faults());
        Assert.Single((sound with { Window = -TimeSpan.FromSeconds(1) }).Faults());
        Assert.All(faulty.Faults(), fault => Assert.Contains("standard", fault, StringComparison.Ordinal));
        var market = new Market(Scenarios.Market, Scenarios.Operator, [sound], Paused: false);
        Assert.Same(sound, market.Find(Scenarios.ServiceClass));
        Assert.Null(market.Find(new ServiceClassId("other")));
    }
}
