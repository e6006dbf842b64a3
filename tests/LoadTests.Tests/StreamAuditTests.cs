using O2O.Dispatch.Client.Hubs;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.LoadTests.People;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.LoadTests.Tests;

/// <summary>What a stream told, held against its promise.</summary>
public sealed class StreamAuditTests
{
    [Fact]
    public void See_InOrder_FindsNothing() => Assert.Equal((0, 0, 4), Seen(Snapshot(1, 7), Event(1, 8), Event(1, 9), Event(1, 0), Event(1, 10), Event(1, 11)));

    [Fact]
    public void See_AGap_CountsWhatIsMissing() => Assert.Equal((3, 0, 2), Seen(Snapshot(1, 7), Event(1, 9), Event(1, 12)));

    [Fact]
    public void See_TheSameAgain_CountsItAsDoubled() => Assert.Equal((0, 2, 4), Seen(Snapshot(1, 7), Event(1, 8), Event(1, 8), Event(1, 7), Event(1, 9)));

    [Fact]
    public void See_AnotherEpochBySnapshot_BeginsAnew() => Assert.Equal((0, 0, 2), Seen(Snapshot(1, 7), Event(1, 8), Snapshot(2, 0), Event(2, 1)));

    [Fact]
    public void See_AnotherEpochWithoutSnapshot_IsMissing() => Assert.Equal((1, 0, 2), Seen(Snapshot(1, 7), Event(1, 8), Event(2, 1)));

    [Fact]
    public void See_AnyPartOfASequence_CountsExactlyWhatWasLeftOut() => Law.HoldsForChoices(40, choices =>
    {
        var told = new List<StreamNews> { Snapshot(1, 0) };
        var left = 0;
        var pending = 0;
        for (var sequence = 1; !choices.Over; sequence++)
        {
            if (choices.Next(3) == 0)
            {
                pending++;
            }
            else
            {
                told.Add(Event(1, sequence));
                (left, pending) = (left + pending, 0);
            }
        }

        Assert.Equal((left, 0, told.Count - 1), Seen([.. told]));
    });

    private static (long Missed, long Doubled, long Events) Seen(params StreamNews[] news)
    {
        var audit = new StreamAudit();
        Array.ForEach(news, audit.See);
        return (audit.Missed, audit.Doubled, audit.Events);
    }

    private static StreamNews Snapshot(long epoch, long sequence) => new(Snapshot: new SubscribeReply("customer/a", false, epoch, sequence, [], []));

    private static StreamNews Event(long epoch, long sequence) => new(new EventEnvelope("customer/a", epoch, sequence, Scenarios.Now, "job_changed"));
}
