using O2O.Dispatch.Contracts.Jobs;
using Orleans.Concurrency;

namespace O2O.Dispatch.Contracts.Providers;

/// <summary>One provider, keyed by its id (32 hexadecimal digits): the arbiter of what it has before it and in its plan. It awaits job grains alone.</summary>
[Alias("o2o.provider")]
public interface IProviderGrain : IGrainWithStringKey
{
    /// <summary>Applies, is approved, suspended, reinstated.</summary>
    [Alias("onboard")]
    Task<ProviderReply> Onboard(OnboardProvider command, CancellationToken cancellationToken);

    /// <summary>Says what the provider can do: what is not in the list is taken away.</summary>
    [Alias("change-skills")]
    Task<ProviderReply> ChangeSkills(ChangeSkills command, CancellationToken cancellationToken);

    /// <summary>Forgets the provider: profile, standing, entry in the directory. Repeating it answers the same. Refused on a shift; jobs and books stay as they are.</summary>
    [Alias("remove")]
    Task<ProviderReply> Remove(CancellationToken cancellationToken);

    /// <summary>Begins or ends a shift.</summary>
    [Alias("change-shift")]
    Task<ProviderReply> ChangeShift(ChangeShift command, CancellationToken cancellationToken);

    /// <summary>A dispatch shard offers a job; the offer is durable and pushed when this answers without a rejection.</summary>
    [Alias("offer")]
    Task<OfferReply> Offer(MakeOffer offer, CancellationToken cancellationToken);

    /// <summary>A dispatch shard takes an offer back.</summary>
    [Alias("withdraw")]
    Task<OfferReply> Withdraw(WithdrawOffer command, CancellationToken cancellationToken);

    /// <summary>The provider accepts or declines.</summary>
    [Alias("answer")]
    Task<JobReply> Answer(AnswerOffer command, CancellationToken cancellationToken);

    /// <summary>The provider makes a step of a job it has.</summary>
    [Alias("advance")]
    Task<JobReply> Advance(AdvanceJob command, CancellationToken cancellationToken);

    /// <summary>An operator gives the provider a job, without an offer. What the provider's plan does not hold is refused.</summary>
    [Alias("assign")]
    Task<JobReply> Assign(AssignJob command, CancellationToken cancellationToken);

    /// <summary>A dispatch shard advises the provider to wait elsewhere: pushed when it is idle, otherwise forgotten.</summary>
    [Alias("advise")]
    Task Advise(MoveAdvice advice, CancellationToken cancellationToken);

    /// <summary>A dispatch shard says that it is time to drive to a booked job: it joins the plan, and the provider is told. Nothing when it has joined before, or is not this provider's.</summary>
    /// <returns>The provider as it is then; null when there is none.</returns>
    [Alias("set-off")]
    Task<ProviderView?> SetOff(Guid job, CancellationToken cancellationToken);

    /// <summary>A dispatch shard says that the provider would come too late to a booked job, which is offered on if it can be.</summary>
    /// <returns>The provider as it is then; null when there is none.</returns>
    [Alias("miss-commitment")]
    Task<ProviderView?> MissCommitment(Guid job, CancellationToken cancellationToken);

    /// <summary>A dispatch shard has not heard of the provider since an instant.</summary>
    [Alias("observe-silence")]
    Task ObserveSilence(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>News of a job that is or was this provider's; old news is recognised by its version.</summary>
    [Alias("hear-of-job")]
    Task HearOfJob(JobView job, CancellationToken cancellationToken);

    /// <summary>The provider as it is; null when there is none.</summary>
    [ReadOnly]
    [Alias("get")]
    Task<ProviderView?> Get(CancellationToken cancellationToken);
}
