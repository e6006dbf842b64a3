using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Json;

namespace O2O.Dispatch.Api.Tests.Live;

public sealed class EventEnvelopesTests
{
    [Fact]
    public void Share_EveryEvent_NamesWhatIsNotAboutMoney()
    {
        // Whoever adds an event decides here whether people with a link hear its name.
        string[] named =
        [
            "accepted", "arrived", "canceled", "chain_made", "completed", "departed", "destination_changed", "expired", "extra_answered", "extra_offered", "goods_prepared", "leg_delayed", "leg_opened", "matching_begun",
            "matching_exhausted", "merchant_accepted", "merchant_asked", "no_show_reported", "pin_refused", "provider_went_silent", "reassigned", "redeemed", "redispatched", "requested", "return_begun", "started",
            "stop_completed",
        ];
        Assert.Equal(named, JobCodec.EventNames.Where(name => Shared(name).Event is not null));
        Assert.All(JobCodec.EventNames, name => Assert.Equal(Sample.Job(1), Shared(name).Job.JobId));
    }

    private static ShareEventEnvelope Shared(string name) =>
        Assert.IsType<ShareEventEnvelope>(EventEnvelopes.Of(Sample.Changed(Sample.View(1, JobState.Accepted, 4, 1), name), Audience.Share));
}
