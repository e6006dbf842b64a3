using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Domain.Redemption;
using O2O.Dispatch.Domain.Sales;

namespace O2O.Dispatch.Domain.Jobs;

/// <summary>Something that has happened to a job. Stored for ever; each is one version.</summary>
public abstract record JobEvent
{
    private JobEvent()
    {
    }

    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The job was ordered; its payment is being authorised.</summary>
    /// <param name="Hold">How much is to be held.</param>
    public sealed record Requested(Money.Money Hold) : JobEvent;

    /// <summary>The money is held.</summary>
    /// <param name="Intent">The gateway's id.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="HeldUntil">From then on the hold is void; null when the gateway names no such instant.</param>
    public sealed record PaymentAuthorised(string Intent, Money.Money Amount, DateTimeOffset? HeldUntil = null) : JobEvent;

    /// <summary>The customer has to confirm the payment.</summary>
    /// <param name="Intent">The gateway's id.</param>
    /// <param name="Action">With what the customer's app lets the customer do so; null when the gateway gave nothing.</param>
    public sealed record PaymentActionRequired(string Intent, string? Action = null) : JobEvent;

    /// <summary>The customer's app says that the customer has confirmed; the gateway is asked.</summary>
    /// <param name="Number">1 for the first of the job.</param>
    public sealed record ConfirmationReported(int Number) : JobEvent;

    /// <summary>The hold ran out at the bank.</summary>
    public sealed record HoldExpired : JobEvent;

    /// <summary>The gateway is asked for another hold on the saved method; one that still stands is let go when the new one stands.</summary>
    /// <param name="Epoch">The how manieth hold it is, 2 for the first of these.</param>
    /// <param name="Amount">How much.</param>
    public sealed record HoldAsked(int Epoch, Money.Money Amount) : JobEvent;

    /// <summary>The hold that another took the place of is gone.</summary>
    /// <param name="Intent">The gateway's id.</param>
    public sealed record PriorHoldReleased(string Intent) : JobEvent;

    /// <summary>The payment was declined: the job is at its end.</summary>
    /// <param name="Code">The gateway's reason.</param>
    public sealed record PaymentDeclined(string Code) : JobEvent;

    /// <summary>The job is open to matching.</summary>
    /// <param name="Attempt">1 for the first.</param>
    public sealed record MatchingBegun(int Attempt) : JobEvent;

    /// <summary>A provider has it.</summary>
    /// <param name="Assignment">Who and where in its plan.</param>
    public sealed record Accepted(Assignment Assignment) : JobEvent;

    /// <summary>It moved from one provider to another.</summary>
    /// <param name="From">Who had it.</param>
    /// <param name="Assignment">Who has it.</param>
    public sealed record Reassigned(ProviderId From, Assignment Assignment) : JobEvent;

    /// <summary>The provider set off.</summary>
    public sealed record Departed : JobEvent;

    /// <summary>The provider is at the pick-up.</summary>
    public sealed record Arrived : JobEvent;

    /// <summary>A wrong PIN was given.</summary>
    /// <param name="Wrong">How many so far.</param>
    public sealed record PinRefused(int Wrong) : JobEvent;

    /// <summary>The service started.</summary>
    public sealed record Started : JobEvent;

    /// <summary>A stop on the way is done.</summary>
    /// <param name="Stop">Its index.</param>
    public sealed record StopCompleted(int Stop) : JobEvent;

    /// <summary>The job is done.</summary>
    /// <param name="Fare">The final price.</param>
    /// <param name="Settlement">How it is divided.</param>
    /// <param name="Metered">What the meter came to, where that lay above the limit of the terms and the price was cut off; null where it did not.</param>
    /// <param name="SignedBy">Who signed for the goods; null where nobody did.</param>
    public sealed record Completed(Fare Fare, Settlement Settlement, Money.Money? Metered = null, string? SignedBy = null) : JobEvent;

    /// <summary>The provider was released and the job is offered on.</summary>
    /// <param name="Released">Who; excluded from now on.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Attempt">The attempt that begins.</param>
    public sealed record Redispatched(ProviderId Released, CancelReason Reason, int Attempt) : JobEvent;

    /// <summary>The job was canceled.</summary>
    /// <param name="By">The end it came to: one of the canceled ones.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Fee">What the customer owes for it; null for nothing.</param>
    /// <param name="Settlement">How the fee is divided.</param>
    public sealed record Canceled(JobStatus By, CancelReason Reason, Fare? Fee, Settlement? Settlement) : JobEvent;

    /// <summary>The customer was not there.</summary>
    /// <param name="Fee">What the customer owes for it; null for nothing.</param>
    /// <param name="Settlement">How the fee is divided.</param>
    public sealed record NoShowReported(Fare? Fee, Settlement? Settlement) : JobEvent;

    /// <summary>Patience was over without a provider.</summary>
    public sealed record MatchingExhausted : JobEvent;

    /// <summary>It was never opened in time.</summary>
    /// <param name="Reason">Why: <c>transfer_not_paid</c>; null for nothing more to say.</param>
    /// <param name="Fee">What it costs all the same; null for nothing.</param>
    /// <param name="Settlement">How that is divided; null for nothing.</param>
    public sealed record Expired(string? Reason = null, Fare? Fee = null, Settlement? Settlement = null) : JobEvent;

    /// <summary>The provider stopped reporting after pick-up; somebody has to look.</summary>
    /// <param name="Since">The last report.</param>
    public sealed record ProviderWentSilent(DateTimeOffset Since) : JobEvent;

    /// <summary>The gateway is asked to capture.</summary>
    /// <param name="Amount">How much.</param>
    public sealed record CaptureBegun(Money.Money Amount) : JobEvent;

    /// <summary>The money was captured; what was held beyond it is released.</summary>
    /// <param name="Amount">How much.</param>
    public sealed record PaymentCaptured(Money.Money Amount) : JobEvent;

    /// <summary>The hold was let go.</summary>
    public sealed record PaymentReleased : JobEvent;

    /// <summary>The gateway refused for good; the debt stays on the customer's account and somebody has to look.</summary>
    /// <param name="Code">The gateway's reason.</param>
    public sealed record PaymentFailed(string Code) : JobEvent;

    /// <summary>The provider has the price in hand.</summary>
    /// <param name="Amount">How much.</param>
    public sealed record CashCollected(Money.Money Amount) : JobEvent;

    /// <summary>The provider has taken the price by card, at its own terminal.</summary>
    /// <param name="Amount">How much.</param>
    public sealed record CardCollected(Money.Money Amount) : JobEvent;

    /// <summary>The gateway kept a fee.</summary>
    /// <param name="For">For what: <c>captured</c>, <c>refund:1</c>, <c>tip:1</c>, <c>rest:1</c> or <c>dispute:</c> and its id.</param>
    /// <param name="Amount">Above zero.</param>
    public sealed record GatewayFeeCharged(string For, Money.Money Amount) : JobEvent;

    /// <summary>The gateway is asked to pay back.</summary>
    /// <param name="Number">1 for the first of the job.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Bearer">Who bears it.</param>
    /// <param name="Intent">The payment that it is of; null for the job's own, else that of the rest.</param>
    public sealed record RefundBegun(int Number, Money.Money Amount, RefundReason Reason, RefundBearer Bearer, string? Intent = null) : JobEvent;

    /// <summary>The money went back.</summary>
    /// <param name="Number">Of the refund.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Reference">The gateway's id of it; null when it gave none.</param>
    public sealed record PaymentRefunded(int Number, Money.Money Amount, string? Reference) : JobEvent;

    /// <summary>The gateway refused for good to pay back; nothing moved.</summary>
    /// <param name="Number">Of the refund.</param>
    /// <param name="Code">The gateway's reason.</param>
    public sealed record RefundFailed(int Number, string Code) : JobEvent;

    /// <summary>The gateway is asked to pay a tip back.</summary>
    /// <param name="Number">Its number among the refunds of the job, of which it is one.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Reason">Why.</param>
    public sealed record TipRefundBegun(int Number, Money.Money Amount, RefundReason Reason) : JobEvent;

    /// <summary>Of the tip went back; the provider is owed so much less.</summary>
    /// <param name="Number">Of the refund.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Reference">The gateway's id of it; null when it gave none.</param>
    public sealed record TipRefunded(int Number, Money.Money Amount, string? Reference) : JobEvent;

    /// <summary>The gateway refused for good to pay the tip back; nothing moved.</summary>
    /// <param name="Number">Of the refund.</param>
    /// <param name="Code">The gateway's reason.</param>
    public sealed record TipRefundFailed(int Number, string Code) : JobEvent;

    /// <summary>A refund of the tip that was told as paid came back: the provider has it again.</summary>
    /// <param name="Number">Of the refund.</param>
    /// <param name="Code">The gateway's reason.</param>
    public sealed record TipRefundReversed(int Number, string Code) : JobEvent;

    /// <summary>The customer tips; the gateway is asked to charge it.</summary>
    /// <param name="Number">The how manieth try, 1 upwards.</param>
    /// <param name="Amount">How much.</param>
    public sealed record TipBegun(int Number, Money.Money Amount) : JobEvent;

    /// <summary>The tip was charged; the provider is owed it.</summary>
    /// <param name="Number">The try.</param>
    /// <param name="Intent">The gateway's id of this payment.</param>
    /// <param name="Amount">How much.</param>
    public sealed record TipPaid(int Number, string Intent, Money.Money Amount) : JobEvent;

    /// <summary>The customer has to confirm the tip.</summary>
    /// <param name="Number">The try.</param>
    /// <param name="Intent">The gateway's id of this payment.</param>
    /// <param name="Action">With what the customer's app lets the customer do so; null when the gateway gave nothing.</param>
    /// <param name="Until">When it ends if nobody has confirmed it by then; null for never.</param>
    public sealed record TipActionRequired(int Number, string Intent, string? Action = null, DateTimeOffset? Until = null) : JobEvent;

    /// <summary>Nobody confirmed the tip in time; the gateway is asked to let it go. What becomes of it follows as <see cref="TipFailed"/>, or as <see cref="TipPaid"/> when the customer was faster.</summary>
    /// <param name="Number">The try.</param>
    public sealed record TipLapsed(int Number) : JobEvent;

    /// <summary>The tip was declined; the ride's payment stays as it is.</summary>
    /// <param name="Number">The try.</param>
    /// <param name="Code">The gateway's reason.</param>
    public sealed record TipFailed(int Number, string Code) : JobEvent;

    /// <summary>The customer disputes the payment; the bank has taken the money until it is decided.</summary>
    /// <param name="Dispute">The gateway's id.</param>
    /// <param name="Amount">What is disputed.</param>
    /// <param name="Reason">The bank's word for it; empty when it gave none.</param>
    /// <param name="Intent">The payment that is disputed; null for the job's own, else that of the tip or of the rest.</param>
    public sealed record DisputeOpened(string Dispute, Money.Money Amount, string Reason, string? Intent = null) : JobEvent;

    /// <summary>The dispute was decided for us: the money came back.</summary>
    /// <param name="Dispute">The gateway's id.</param>
    public sealed record DisputeWon(string Dispute) : JobEvent;

    /// <summary>The dispute was decided for the customer: the money is gone.</summary>
    /// <param name="Dispute">The gateway's id.</param>
    public sealed record DisputeLost(string Dispute) : JobEvent;

    /// <summary>A bank transfer came when the job was over and its payment let go: the gateway is asked to send it back.</summary>
    /// <param name="Amount">How much.</param>
    public sealed record LateTransferReceived(Money.Money Amount) : JobEvent;

    /// <summary>News of the payment that cannot be this job's was refused. It moves nothing and is kept, so that somebody may look.</summary>
    /// <param name="What">What it said, the snake_case name of the event it would have been.</param>
    /// <param name="Intent">The payment it named; null for none.</param>
    /// <param name="Amount">The amount it named.</param>
    /// <param name="Why">What is wrong with it.</param>
    public sealed record PaymentNewsRefused(string What, string? Intent, Money.Money Amount, JobRejection Why) : JobEvent;

    /// <summary>A refund that was told as paid was not after all: the money came back to us, and the customer has not got it.</summary>
    /// <param name="Number">Of the refund.</param>
    /// <param name="Code">The gateway's reason.</param>
    public sealed record RefundReversed(int Number, string Code) : JobEvent;

    /// <summary>The hold was raised to what the price came to.</summary>
    /// <param name="Amount">What is held now.</param>
    public sealed record HoldRaised(Money.Money Amount) : JobEvent;

    /// <summary>The hold could not be raised: it is captured whole, and the rest is charged apart.</summary>
    /// <param name="Code">The gateway's reason.</param>
    public sealed record HoldNotRaised(string Code) : JobEvent;

    /// <summary>The gateway is asked to charge what the hold did not cover.</summary>
    /// <param name="Number">The how manieth try, 1 upwards.</param>
    /// <param name="Amount">How much.</param>
    public sealed record RestBegun(int Number, Money.Money Amount) : JobEvent;

    /// <summary>The rest was charged: the price is paid.</summary>
    /// <param name="Number">The try.</param>
    /// <param name="Intent">The gateway's id of this payment.</param>
    /// <param name="Amount">How much.</param>
    public sealed record RestPaid(int Number, string Intent, Money.Money Amount) : JobEvent;

    /// <summary>The rest was declined; the debt stays on the customer's account and may be asked again.</summary>
    /// <param name="Number">The try.</param>
    /// <param name="Code">The gateway's reason.</param>
    public sealed record RestFailed(int Number, string Code) : JobEvent;

    /// <summary>An operator looked at a price that was cut off, and leaves it as it is. It moves nothing.</summary>
    /// <param name="By">Who: the id of the account.</param>
    /// <param name="Note">What the operator says of it; null for nothing.</param>
    public sealed record FareCapAcknowledged(string By, string? Note = null) : JobEvent;

    /// <summary>What the job earned a payee is given: netted with what the payee owes, and set aside for a transfer that the gateway is asked for.</summary>
    /// <param name="Number">1 for the first of the job.</param>
    /// <param name="Amount">To the account at the gateway; zero when all is netted, and then no gateway is asked.</param>
    /// <param name="Netted">Against cash that a provider has in hand, or discounts that a merchant funds; zero for nothing.</param>
    /// <param name="Account">The gateway's id of the account.</param>
    /// <param name="Merchant">To whom; null for the job's provider.</param>
    public sealed record TransferBegun(int Number, Money.Money Amount, Money.Money Netted, string Account, MerchantId? Merchant = null) : JobEvent;

    /// <summary>The money is on the provider's account at the gateway.</summary>
    /// <param name="Number">Of the transfer.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Reference">The gateway's id of it; null when it gave none.</param>
    public sealed record TransferPaid(int Number, Money.Money Amount, string? Reference) : JobEvent;

    /// <summary>The gateway refused the transfer for good; the payee is owed the amount again.</summary>
    /// <param name="Number">Of the transfer.</param>
    /// <param name="Code">The gateway's reason.</param>
    public sealed record TransferFailed(int Number, string Code) : JobEvent;

    /// <summary>The payment is held and the store is asked.</summary>
    /// <param name="AnswerBy">Until when it may think.</param>
    public sealed record MerchantAsked(DateTimeOffset AnswerBy) : JobEvent;

    /// <summary>The store takes the order.</summary>
    /// <param name="ReadyAt">When the goods are ready.</param>
    public sealed record MerchantAccepted(DateTimeOffset ReadyAt) : JobEvent;

    /// <summary>The goods are ready.</summary>
    public sealed record GoodsPrepared : JobEvent;

    /// <summary>The courier brings the goods back.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record ReturnBegun(ReturnReason Reason) : JobEvent;

    /// <summary>Some of what was paid was had at a counter.</summary>
    /// <param name="Part">What, where, and who gave it.</param>
    public sealed record Redeemed(RedeemedPart Part) : JobEvent;

    /// <summary>The provider found that more has to be done.</summary>
    /// <param name="Number">Counts from 1.</param>
    /// <param name="Amount">What it costs, before tax that is added.</param>
    /// <param name="What">For people.</param>
    public sealed record ExtraOffered(int Number, Money.Money Amount, string What) : JobEvent;

    /// <summary>The customer wants the extra work, or does not.</summary>
    /// <param name="Number">Which.</param>
    /// <param name="Approved">Whether.</param>
    public sealed record ExtraAnswered(int Number, bool Approved) : JobEvent;

    /// <summary>The job ends elsewhere, for another price.</summary>
    /// <param name="Quote">The quote that it was changed on.</param>
    /// <param name="To">The last stop from now on.</param>
    /// <param name="Fare">The price of the whole job.</param>
    /// <param name="Distance">Of the whole route.</param>
    /// <param name="Duration">Of the whole route.</param>
    public sealed record DestinationChanged(QuoteId Quote, GeoPoint To, Fare Fare, Metres Distance, TimeSpan Duration) : JobEvent;

    /// <summary>All legs of the chain are there.</summary>
    public sealed record ChainMade : JobEvent;

    /// <summary>The leg's booked time has come before the leg that it follows is done: it moves.</summary>
    public sealed record LegDelayed : JobEvent;

    /// <summary>The leg that it follows is completed: it waits no more.</summary>
    public sealed record LegOpened : JobEvent;
}
