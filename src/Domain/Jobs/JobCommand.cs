using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Jobs;

/// <summary>Something that somebody wants of a job. <see cref="JobDecisions.Decide"/> turns it into events or a rejection.</summary>
public abstract record JobCommand
{
    private JobCommand()
    {
    }

    /// <summary>Order it.</summary>
    /// <param name="Order">Already checked against the signed quote.</param>
    public sealed record Request(JobOrder Order) : JobCommand;

    /// <summary>The gateway holds the money.</summary>
    /// <param name="Intent">The gateway's id of the payment.</param>
    /// <param name="Amount">What is held.</param>
    /// <param name="HeldUntil">From then on the hold is void; null when the gateway names no such instant.</param>
    public sealed record PaymentAuthorised(string Intent, Money.Money Amount, DateTimeOffset? HeldUntil = null) : JobCommand;

    /// <summary>The gateway wants the customer to confirm.</summary>
    /// <param name="Intent">The gateway's id of the payment.</param>
    /// <param name="Action">With what the customer's app lets the customer do so; null for nothing.</param>
    public sealed record PaymentNeedsAction(string Intent, string? Action = null) : JobCommand;

    /// <summary>The gateway declined to hold the money.</summary>
    /// <param name="Code">The gateway's reason.</param>
    /// <param name="Intent">The gateway's id of the payment; null when it made none.</param>
    public sealed record PaymentDeclined(string Code, string? Intent = null) : JobCommand
    {
        /// <summary>The reason of a payment that was let go, or taken, before it was asked about.</summary>
        public const string NotHeld = "intent_not_held";
    }

    /// <summary>The gateway captured.</summary>
    /// <param name="Amount">How much.</param>
    /// <param name="Intent">The gateway's id of the payment; null for the job's own.</param>
    /// <param name="Fee">What the gateway kept; null when it is not known.</param>
    public sealed record PaymentCaptured(Money.Money Amount, string? Intent = null, Money.Money? Fee = null) : JobCommand;

    /// <summary>The gateway let the hold go.</summary>
    /// <param name="Intent">The gateway's id of the payment; null for the job's own.</param>
    public sealed record PaymentReleased(string? Intent = null) : JobCommand;

    /// <summary>The gateway refused for good to capture or release.</summary>
    /// <param name="Code">The gateway's reason.</param>
    /// <param name="Intent">The gateway's id of the payment; null for the job's own.</param>
    public sealed record PaymentFailed(string Code, string? Intent = null) : JobCommand;

    /// <summary>The hold ran out at the bank.</summary>
    /// <param name="Intent">The gateway's id of the payment; null for the job's own.</param>
    public sealed record HoldRanOut(string? Intent = null) : JobCommand;

    /// <summary>The customer's app says that the customer has confirmed.</summary>
    public sealed record ReportConfirmation : JobCommand;

    /// <summary>An operator pays back.</summary>
    /// <param name="Amount">How much; null for all that is left.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Bearer">Who bears it.</param>
    public sealed record Refund(Money.Money? Amount, RefundReason Reason, RefundBearer Bearer) : JobCommand;

    /// <summary>An operator pays a tip back: the provider, who had it whole, bears it.</summary>
    /// <param name="Amount">How much; null for all that is left of the tip.</param>
    /// <param name="Reason">Why.</param>
    public sealed record RefundTip(Money.Money? Amount, RefundReason Reason) : JobCommand;

    /// <summary>The gateway paid back.</summary>
    /// <param name="Number">Of the refund; 0 for one that was made at the gateway past this system, which is refused and written down.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Intent">The gateway's id of the payment; null for the job's own.</param>
    /// <param name="Reference">The gateway's id of the refund; null when it gave none.</param>
    /// <param name="Fee">What the gateway kept for it; null for nothing.</param>
    public sealed record RefundPaid(int Number, Money.Money Amount, string? Intent = null, string? Reference = null, Money.Money? Fee = null) : JobCommand;

    /// <summary>The gateway refused for good to pay back, or says that what it told as paid was not after all.</summary>
    /// <param name="Number">Of the refund.</param>
    /// <param name="Code">The gateway's reason.</param>
    /// <param name="Intent">The gateway's id of the payment; null for the one that was asked.</param>
    /// <param name="Reference">The gateway's id of the refund; null when it made none.</param>
    public sealed record RefundRefused(int Number, string Code, string? Intent = null, string? Reference = null) : JobCommand;

    /// <summary>The customer tips.</summary>
    /// <param name="Amount">How much.</param>
    /// <param name="Window">How long after the end a tip is taken.</param>
    public sealed record Tip(Money.Money Amount, TimeSpan Window) : JobCommand;

    /// <summary>The gateway charged the tip.</summary>
    /// <param name="Number">The try.</param>
    /// <param name="Intent">The gateway's id of this payment.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Fee">What the gateway kept; null when it is not known.</param>
    public sealed record TipCharged(int Number, string Intent, Money.Money Amount, Money.Money? Fee = null) : JobCommand;

    /// <summary>The gateway wants the customer to confirm the tip.</summary>
    /// <param name="Number">The try.</param>
    /// <param name="Intent">The gateway's id of this payment.</param>
    /// <param name="Action">With what the customer's app lets the customer do so; null when the gateway gave nothing.</param>
    /// <param name="Window">How long after the end of the job it may be confirmed; null for ever.</param>
    public sealed record TipNeedsAction(int Number, string Intent, string? Action = null, TimeSpan? Window = null) : JobCommand;

    /// <summary>The gateway did not charge the tip.</summary>
    /// <param name="Number">The try.</param>
    /// <param name="Code">The gateway's reason.</param>
    public sealed record TipRefused(int Number, string Code) : JobCommand;

    /// <summary>The customer disputes the payment.</summary>
    /// <param name="Dispute">The gateway's id of the dispute.</param>
    /// <param name="Amount">What is disputed.</param>
    /// <param name="Intent">The gateway's id of the payment; null for the job's own.</param>
    /// <param name="Reason">The bank's word for it.</param>
    /// <param name="Fee">What the gateway charges for it; null for nothing.</param>
    public sealed record OpenDispute(string Dispute, Money.Money Amount, string? Intent, string Reason, Money.Money? Fee = null) : JobCommand;

    /// <summary>The dispute is decided. It may come before the news that there is one.</summary>
    /// <param name="Dispute">The gateway's id of the dispute.</param>
    /// <param name="Amount">What was disputed.</param>
    /// <param name="Intent">The gateway's id of the payment; null for the job's own.</param>
    /// <param name="Won">Whether for us.</param>
    /// <param name="Fee">What the gateway charges for it; null for nothing.</param>
    public sealed record CloseDispute(string Dispute, Money.Money Amount, string? Intent, bool Won, Money.Money? Fee = null) : JobCommand;

    /// <summary>The gateway raised the hold.</summary>
    /// <param name="Intent">The gateway's id of the payment; null for the job's own.</param>
    /// <param name="Amount">What is held now.</param>
    public sealed record HoldRaised(string? Intent, Money.Money Amount) : JobCommand;

    /// <summary>The gateway did not raise the hold.</summary>
    /// <param name="Code">The gateway's reason.</param>
    /// <param name="Intent">The gateway's id of the payment; null for the job's own.</param>
    public sealed record HoldNotRaised(string Code, string? Intent = null) : JobCommand;

    /// <summary>The gateway charged the rest.</summary>
    /// <param name="Number">The try.</param>
    /// <param name="Intent">The gateway's id of this payment.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Fee">What the gateway kept; null when it is not known.</param>
    public sealed record RestCharged(int Number, string Intent, Money.Money Amount, Money.Money? Fee = null) : JobCommand;

    /// <summary>The gateway did not charge the rest.</summary>
    /// <param name="Number">The try.</param>
    /// <param name="Code">The gateway's reason.</param>
    public sealed record RestRefused(int Number, string Code) : JobCommand;

    /// <summary>What the customer still owes is asked for again on the saved method.</summary>
    public sealed record AskRest : JobCommand;

    /// <summary>News of the payment that cannot be, as whoever read it found: it is written down.</summary>
    /// <param name="What">What it said, in one snake_case word.</param>
    /// <param name="Intent">The payment it named; null for none.</param>
    /// <param name="Amount">The amount it named.</param>
    public sealed record NoteRefusedNews(string What, string? Intent, Money.Money Amount) : JobCommand;

    /// <summary>An operator looked at a price that was cut off, and leaves it as it is.</summary>
    /// <param name="By">Who: the id of the account.</param>
    /// <param name="Note">What the operator says of it; null for nothing.</param>
    public sealed record AcknowledgeFareCap(string By, string? Note = null) : JobCommand;

    /// <summary>A provider accepts its offer.</summary>
    /// <param name="Offer">The offer.</param>
    /// <param name="Attempt">The attempt it belongs to.</param>
    /// <param name="OfferedVersion">The job's version when it was offered.</param>
    /// <param name="Provider">Who.</param>
    /// <param name="Vehicle">With what.</param>
    /// <param name="PlanSlot">Where in its plan.</param>
    /// <param name="PickUpDue">When it expects to be at the pick-up.</param>
    public sealed record Accept(
        OfferId Offer, int Attempt, long OfferedVersion, ProviderId Provider, VehicleId Vehicle, int PlanSlot, DateTimeOffset PickUpDue) : JobCommand;

    /// <summary>Before pick-up, the job moves to another provider who has accepted; the old one is released in the same commit.</summary>
    /// <param name="From">Who has it now.</param>
    /// <param name="To">Who takes it.</param>
    /// <param name="Vehicle">With what.</param>
    /// <param name="Offer">The offer that the new provider accepted.</param>
    /// <param name="PlanSlot">Where in its plan.</param>
    /// <param name="PickUpDue">When it expects to be at the pick-up.</param>
    /// <param name="OfferedVersion">The job's version when it was offered to the new provider; null for an operator's decision, which needs no offer.</param>
    public sealed record Reassign(
        ProviderId From, ProviderId To, VehicleId Vehicle, OfferId Offer, int PlanSlot, DateTimeOffset PickUpDue, long? OfferedVersion = null) : JobCommand;

    /// <summary>The bound provider sets off.</summary>
    /// <param name="Provider">Who says so.</param>
    public sealed record Depart(ProviderId Provider) : JobCommand;

    /// <summary>The bound provider is at the pick-up.</summary>
    /// <param name="Provider">Who says so.</param>
    public sealed record Arrive(ProviderId Provider) : JobCommand;

    /// <summary>The service starts.</summary>
    /// <param name="Provider">Who says so.</param>
    /// <param name="Pin">What the customer told; null when none is asked for.</param>
    public sealed record Start(ProviderId Provider, string? Pin) : JobCommand;

    /// <summary>The next stop on the way is done.</summary>
    /// <param name="Provider">Who says so.</param>
    public sealed record CompleteStop(ProviderId Provider) : JobCommand;

    /// <summary>The last stop is done.</summary>
    /// <param name="Provider">Who says so.</param>
    /// <param name="MeasuredDistance">As measured; null to price the quoted distance.</param>
    /// <param name="Pin">What the customer said at the door, where goods are brought.</param>
    /// <param name="SignedBy">Who signed for them, where the terms ask for no code.</param>
    public sealed record Complete(ProviderId Provider, Metres? MeasuredDistance, string? Pin = null, string? SignedBy = null) : JobCommand;

    /// <summary>The customer cancels.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Driven">What the provider has driven for it so far; null when nobody knows.</param>
    public sealed record CancelByCustomer(CancelReason Reason, Metres? Driven = null) : JobCommand;

    /// <summary>The bound provider cancels. Before pick-up the job is offered on, without that provider.</summary>
    /// <param name="Provider">Who.</param>
    /// <param name="Reason">Why.</param>
    public sealed record CancelByProvider(ProviderId Provider, CancelReason Reason) : JobCommand;

    /// <summary>The platform cancels.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record CancelByPlatform(CancelReason Reason) : JobCommand;

    /// <summary>The customer is not there.</summary>
    /// <param name="Provider">Who waited.</param>
    /// <param name="Driven">What it has driven for the job; null when nobody knows.</param>
    public sealed record ReportNoShow(ProviderId Provider, Metres? Driven = null) : JobCommand;

    /// <summary>The bound provider has not reported for the silence limit.</summary>
    /// <param name="Provider">Who.</param>
    /// <param name="Since">The last report.</param>
    public sealed record ReportSilent(ProviderId Provider, DateTimeOffset Since) : JobCommand;

    /// <summary>The bound provider would come too late to a booked job that it has not begun.</summary>
    /// <param name="Provider">Who.</param>
    public sealed record ReportLate(ProviderId Provider) : JobCommand;

    /// <summary>The deadline has passed: do what time demands.</summary>
    public sealed record Wake : JobCommand;

    /// <summary>What the job earned a payee is given, or part of it.</summary>
    /// <param name="Number">One more than the transfers there are: a repetition is known by it.</param>
    /// <param name="Amount">To the account at the gateway; may be zero when something is netted.</param>
    /// <param name="Netted">Against what the payee owes: cash that a provider has in hand, discounts that a merchant funds.</param>
    /// <param name="Account">The gateway's id of the account; empty when nothing goes there.</param>
    /// <param name="Merchant">To whom; null for the job's provider.</param>
    public sealed record BeginTransfer(int Number, Money.Money Amount, Money.Money Netted, string Account, MerchantId? Merchant = null) : JobCommand;

    /// <summary>The gateway moved the money to the provider's account.</summary>
    /// <param name="Number">Of the transfer.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Reference">The gateway's id of it.</param>
    public sealed record TransferPaid(int Number, Money.Money Amount, string? Reference) : JobCommand;

    /// <summary>The gateway refused the transfer for good.</summary>
    /// <param name="Number">Of the transfer.</param>
    /// <param name="Code">The gateway's reason.</param>
    public sealed record TransferRefused(int Number, string Code) : JobCommand;

    /// <summary>A store takes the order.</summary>
    /// <param name="Merchant">Whose the store is.</param>
    /// <param name="ReadyIn">How long until the goods are ready; null for as long as was said at the order.</param>
    public sealed record MerchantAccept(MerchantId Merchant, TimeSpan? ReadyIn) : JobCommand;

    /// <summary>A store cannot serve the order.</summary>
    /// <param name="Merchant">Whose the store is.</param>
    public sealed record MerchantReject(MerchantId Merchant) : JobCommand;

    /// <summary>The goods are ready.</summary>
    /// <param name="Merchant">Whose the store is.</param>
    public sealed record MarkPrepared(MerchantId Merchant) : JobCommand;

    /// <summary>The courier brings the goods back.</summary>
    /// <param name="Provider">Who.</param>
    /// <param name="Reason">Why.</param>
    public sealed record ReturnGoods(ProviderId Provider, ReturnReason Reason) : JobCommand;

    /// <summary>Some of what was paid is had at a counter.</summary>
    /// <param name="Merchant">Whose the counter is.</param>
    /// <param name="Command">Names it: said again it is the same.</param>
    /// <param name="Units">How many.</param>
    /// <param name="Store">Where.</param>
    /// <param name="By">The counter's staff.</param>
    public sealed record Redeem(MerchantId Merchant, Guid Command, int Units, StoreId Store, Guid By) : JobCommand;

    /// <summary>The provider finds that more has to be done.</summary>
    /// <param name="Provider">Who.</param>
    /// <param name="Amount">What it costs, before tax that is added.</param>
    /// <param name="What">For people.</param>
    public sealed record OfferExtra(ProviderId Provider, Money.Money Amount, string What) : JobCommand;

    /// <summary>The customer wants extra work, or does not.</summary>
    /// <param name="Number">Which.</param>
    /// <param name="Approved">Whether.</param>
    public sealed record AnswerExtra(int Number, bool Approved) : JobCommand;

    /// <summary>The customer wants to go elsewhere, for the price that was quoted for it.</summary>
    /// <param name="Quote">The quote for the change.</param>
    /// <param name="To">The new last stop.</param>
    /// <param name="Fare">The price of the whole job from then on.</param>
    /// <param name="Distance">Of the whole route.</param>
    /// <param name="Duration">Of the whole route.</param>
    public sealed record ChangeDestination(QuoteId Quote, GeoPoint To, Fare Fare, Metres Distance, TimeSpan Duration) : JobCommand;

    /// <summary>All legs of its chain are there.</summary>
    public sealed record HearChainMade : JobCommand;

    /// <summary>The leg that it follows is at its end.</summary>
    /// <param name="Forerunner">Which job that is.</param>
    /// <param name="IsCompleted">Whether it was completed.</param>
    public sealed record HearForerunner(JobId Forerunner, bool IsCompleted) : JobCommand;
}
