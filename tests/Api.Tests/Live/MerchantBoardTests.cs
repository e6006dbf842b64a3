using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Live;

public sealed class MerchantBoardTests
{
    private static readonly Guid Merchant = Scenarios.Merchant().Value;
    private static readonly Guid Here = new(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    private static readonly Guid There = new(2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    private static readonly string All = StreamNames.Merchant(Merchant);
    private static readonly string OfHere = StreamNames.Merchant(Merchant, Here);
    private readonly ManualClock _clock = new();
    private readonly MerchantBoard _board;

    public MerchantBoardTests() => _board = new MerchantBoard(new SystemSecretSource(), _clock);

    [Fact]
    public void Hear_OrdersOfTwoStores_AreInTheStreamsThatSomebodyBegan()
    {
        Assert.Empty(Hear(1, 1, Here));
        var (epoch, sequence, missed) = _board.Find(All, 0, 0);
        Assert.Equal((0, true), (sequence, missed is null && epoch % 2 == 1));
        _board.Find(OfHere, 0, 0);
        Assert.Equal([(All, 1L), (OfHere, 1L)], Hear(1, 2, Here));
        Assert.Equal([(All, 2L)], Hear(2, 1, There));
        Assert.Empty(Hear(3, 1, Here, merchant: Guid.NewGuid()));
        Assert.Empty(_board.Hear(Sample.Changed(Sample.View(4, JobState.Matching, 1), "matching_begun"), new PushMessage.JobChanged(Sample.View(4, JobState.Matching, 1), "matching_begun", null)));
    }

    [Fact]
    public void Hear_OldNews_IsNotToldAgain()
    {
        _board.Find(All, 0, 0);
        Assert.Single(Hear(1, 5, Here));
        Assert.Empty(Hear(1, 5, Here));
        Assert.Empty(Hear(1, 4, Here));
        Assert.Equal([(All, 2L)], Hear(1, 6, Here));
    }

    [Fact]
    public void Find_WhatIsKnown_IsContinuedAsFarAsItIsRemembered()
    {
        var epoch = _board.Find(All, 0, 0).Epoch;
        for (var version = 1; version <= FactRing.Remembered + 4; version++)
        {
            Hear(version % 200, version, Here);
        }

        var last = FactRing.Remembered + 4L;
        Assert.Empty(_board.Find(All, epoch, last).Missed!);
        Assert.Equal([last - 1, last], _board.Find(All, epoch, last - 2).Missed!.Select(told => told.Sequence));
        Assert.Equal(FactRing.Remembered, _board.Find(All, epoch, 4).Missed!.Count);
        Assert.Null(_board.Find(All, epoch, 3).Missed);
        Assert.Null(_board.Find(All, epoch, last + 1).Missed);
        Assert.Null(_board.Find(All, epoch + 2, last).Missed);
    }

    [Fact]
    public void Forget_StreamThatNobodyHears_IsGoneAfterAWhileAndHasAnotherEpoch()
    {
        var subscriptions = new Subscriptions(new LiveMeters(), new AloneNode());
        var epoch = _board.Find(All, 0, 0).Epoch;
        _clock.Advance(MerchantBoard.Kept - TimeSpan.FromSeconds(1));
        _board.Forget(subscriptions);
        Assert.Equal(epoch, _board.Find(All, epoch, 0).Epoch);
        _clock.Advance(MerchantBoard.Kept);
        _board.Forget(subscriptions);
        Assert.NotEqual(epoch, _board.Find(All, epoch, 0).Epoch);
    }

    [Fact]
    public void Watch_ChangeThatWasNotCounted_IsStillDue()
    {
        var watch = new StatisticsWatch(null!, null!, null, Sample.Now);
        Assert.False(watch.IsStale);

        // Another node's clock is ahead: what it says happened later is not in the figures.
        watch.Change(Sample.Now + TimeSpan.FromSeconds(1));
        Assert.True(Counted(Sample.Now));
        Assert.False(Counted(Sample.Now + TimeSpan.FromSeconds(2)));
        Assert.True(Counted(null));
        watch.Begin();
        watch.Change(Sample.Now);
        watch.End(Sample.Now + TimeSpan.FromSeconds(3));
        Assert.True(watch.IsStale);

        bool Counted(DateTimeOffset? upTo)
        {
            watch.Begin();
            watch.End(upTo);
            return watch.IsStale;
        }
    }

    private (string Stream, long Sequence)[] Hear(int job, int version, Guid store, Guid? merchant = null)
    {
        var view = Sample.View(job, JobState.Scheduled, version) with { Sale = new SaleView(merchant ?? Merchant, store, []) };
        return [.. _board.Hear(Sample.Changed(view, "merchant_asked"), new PushMessage.JobChanged(view, "merchant_asked", "4711")).Select(told =>
        {
            Assert.Null(Assert.IsType<PushMessage.JobChanged>(told.Message).Pin);
            return (told.Stream, told.Sequence);
        })];
    }
}
