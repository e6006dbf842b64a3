using O2O.Dispatch.Contracts.Chains;
using Orleans.Concurrency;

namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>One job, keyed by its id (32 hexadecimal digits). Every method is one decision and at most one commit. It awaits campaigns and shelves alone, for what an order takes of them before its first commit.</summary>
[Alias("o2o.job")]
public interface IJobGrain : IGrainWithStringKey
{
    /// <summary>Orders it: verifies the quote, commits the job with its payment being authorised, and answers. Matching opens with the payment's news.</summary>
    [Alias("request")]
    Task<JobReply> Request(RequestJob command, CancellationToken cancellationToken);

    /// <summary>Binds it to a provider, or moves it there from the one who has it and has not reached the pick-up. Called by the provider's grain alone.</summary>
    [Alias("accept")]
    Task<JobReply> Accept(AcceptOffer command, CancellationToken cancellationToken);

    /// <summary>A step of the bound provider. Called by the provider's grain alone.</summary>
    [Alias("advance")]
    Task<JobReply> Advance(AdvanceJob command, CancellationToken cancellationToken);

    /// <summary>A store accepts, rejects, has the goods ready, or gives at its counter what was paid.</summary>
    [Alias("serve")]
    Task<JobReply> Serve(ServeJob command, CancellationToken cancellationToken);

    /// <summary>The customer wants extra work that the provider offers, or does not.</summary>
    [Alias("answer-extra")]
    Task<JobReply> AnswerExtra(AnswerExtra command, CancellationToken cancellationToken);

    /// <summary>The customer wants to go elsewhere.</summary>
    [Alias("change-destination")]
    Task<JobReply> ChangeDestination(ChangeDestination command, CancellationToken cancellationToken);

    /// <summary>An operator's decision: binds it to a provider, also one after another before pick-up (called by the provider's grain, which checks its plan), or takes it from its provider.</summary>
    [Alias("assign")]
    Task<JobReply> Assign(AssignJob command, CancellationToken cancellationToken);

    /// <summary>The customer or the platform cancels.</summary>
    [Alias("cancel")]
    Task<JobReply> Cancel(CancelJob command, CancellationToken cancellationToken);

    /// <summary>An operator pays back part or all of what was captured; the gateway's answer comes later.</summary>
    [Alias("refund")]
    Task<JobReply> Refund(RefundJob command, CancellationToken cancellationToken);

    /// <summary>An operator pays part or all of a tip back; the gateway's answer comes later.</summary>
    [Alias("refund-tip")]
    Task<JobReply> RefundTip(RefundTip command, CancellationToken cancellationToken);

    /// <summary>The customer tips; the gateway's answer comes later.</summary>
    [Alias("tip")]
    Task<JobReply> Tip(TipJob command, CancellationToken cancellationToken);

    /// <summary>The customer has confirmed the payment: the gateway is asked how it stands. Harmless when it is known already.</summary>
    [Alias("confirm-payment")]
    Task<JobReply> ConfirmPayment(ConfirmPayment command, CancellationToken cancellationToken);

    /// <summary>What is still owed after the end is asked for again; the gateway's answer comes later.</summary>
    [Alias("ask-payment")]
    Task<JobReply> AskPayment(AskPayment command, CancellationToken cancellationToken);

    /// <summary>An operator looked at a price that was cut off. Harmless when somebody did already.</summary>
    [Alias("acknowledge-fare-cap")]
    Task<JobReply> AcknowledgeFareCap(AcknowledgeFareCap command, CancellationToken cancellationToken);

    /// <summary>News of the payment, asked for or not; see <see cref="PaymentNews"/> for what is refused.</summary>
    [Alias("record-payment")]
    Task<JobReply> RecordPayment(PaymentNews news, CancellationToken cancellationToken);

    /// <summary>Gives the provider what the job earned it, or part of it. Called by the payouts' worker, which knows what the provider's account holds; the gateway's answer comes later.</summary>
    [Alias("transfer")]
    Task<JobReply> Transfer(TransferJob command, CancellationToken cancellationToken);

    /// <summary>The bound provider is silent: offered on before pick-up, an alert after it. Called by the provider's grain.</summary>
    [Alias("record-silence")]
    Task<JobReply> RecordSilence(SilenceReport report, CancellationToken cancellationToken);

    /// <summary>News of a leg that it follows, or of its chain. Harmless however often, whenever and in whatever order it comes.</summary>
    [Alias("hear-of-leg")]
    Task<JobReply> HearOfLeg(LegNews news, CancellationToken cancellationToken);

    /// <summary>The provider of a booked job cannot keep it.</summary>
    [Alias("release-booked")]
    Task<JobReply> ReleaseBooked(ReleaseBooked command, CancellationToken cancellationToken);

    /// <summary>The deadline may have passed: does what time demands. Harmless at any time.</summary>
    [Alias("wake")]
    Task<JobReply> Wake(CancellationToken cancellationToken);

    /// <summary>The job as it is; null when there is none.</summary>
    [ReadOnly]
    [Alias("get")]
    Task<JobView?> Get(CancellationToken cancellationToken);
}
