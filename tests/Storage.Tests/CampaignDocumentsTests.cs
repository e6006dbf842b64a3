using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Tests;

/// <summary>What is remembered of campaigns' documents.</summary>
public sealed class CampaignDocumentsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>More campaigns than are kept: those that are asked for all the time are read once, whatever else comes.</summary>
    [Fact]
    public void Of_MoreThanAreKept_ReadsWhatIsAskedForOftenOnce()
    {
        var documents = new CampaignDocuments(generation: 8);
        var (often, seldom) = (0, 0);
        for (var round = 0; round < 200; round++)
        {
            foreach (var id in new[] { 1, 2, 3 })
            {
                Ask(id, () => often++);
            }

            Ask(100 + round, () => seldom++);
        }

        Assert.Equal((3, 200), (often, seldom));

        void Ask(int number, Action read)
        {
            var campaign = Campaign(number);
            var found = documents.Of(
                campaign.Id.Value,
                () =>
                {
                    read();
                    return VoucherRows.Body(campaign);
                },
                Now.AddDays(number),
                paused: number % 2 == 0);
            Assert.Equal((campaign.Id, Now.AddDays(number), number % 2 == 0), (found.Id, found.Ends, found.Paused));
        }
    }

    private static Campaign Campaign(int number) => new(
        new CampaignId(new Guid(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)), new OperatorId("acme"), $"Number {number}", Funder.Platform, new VoucherBenefit.Amount(new Money(300, Currency.Usd)), VoucherScope.Anything,
        new VoucherLimits(new Money(1_000, Currency.Usd), null, null, null, null), Now, Now.AddDays(1), null, Stackable: false, null, Paused: false);
}
