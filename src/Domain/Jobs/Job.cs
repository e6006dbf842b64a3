using System.Collections.Immutable;
using O2O.Dispatch.Domain.Chains;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Domain.Redemption;
using O2O.Dispatch.Domain.Sales;

namespace O2O.Dispatch.Domain.Jobs;

/// <summary>The state of a job after <see cref="Version"/> events. Immutable; <see cref="JobEvents.Evolve"/> makes the next.</summary>
public sealed record Job
{
    /// <summary>What was ordered.</summary>
    public required JobOrder Order { get; init; }

    /// <summary>How many events made this state; the first event is version 1 and versions are contiguous.</summary>
    public required long Version { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobStatus Status { get; init; }

    /// <summary>The payment region.</summary>
    public required JobPayment Payment { get; init; }

    /// <summary>How many times matching has begun; offers carry it. 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>Who has the job; null when nobody has.</summary>
    public Assignment? Assignment { get; init; }

    /// <summary>The version with which <see cref="Assignment"/> came to be: whoever was offered the job at an earlier one saw it with another provider. 0 before the first.</summary>
    public long AssignedVersion { get; init; }

    /// <summary>How many times it moved from one provider to another.</summary>
    public int Reassignments { get; init; }

    /// <summary>Providers that let this job down; no later attempt offers it to them.</summary>
    public ImmutableArray<ProviderId> Excluded { get; init; } = [];

    /// <summary>Wrong PINs of the bound provider so far; the next provider has its own tries.</summary>
    public int WrongPins { get; init; }

    /// <summary>The index of the next stop to be done; 0 is the pick-up.</summary>
    public int NextStop { get; init; }

    /// <summary>When the provider arrived at the pick-up.</summary>
    public DateTimeOffset? ArrivedAt { get; init; }

    /// <summary>When the service started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the job came to its end.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The final price; null until an end that costs something.</summary>
    public Fare? FinalFare { get; init; }

    /// <summary>What the meter came to, where that lay above the limit of the terms and the price was cut off; null where it did not.</summary>
    public Money.Money? Metered { get; init; }

    /// <summary>Who looked at a price that was cut off; null when nobody did, and when none was.</summary>
    public FareCapSeen? CapSeen { get; init; }

    /// <summary>How the final price is divided; null when there is none.</summary>
    public Settlement? Settlement { get; init; }

    /// <summary>Since when the bound provider has been silent after pick-up; null when it is not.</summary>
    public DateTimeOffset? SilentSince { get; init; }

    /// <summary>How far the store is with what it sold; null for what no store sold, and before the payment is held.</summary>
    public JobSale? Sale { get; init; }

    /// <summary>Where it goes instead of where it was ordered to, as <see cref="Order"/> says already; null for as ordered.</summary>
    public JobDestination? Destination { get; init; }

    /// <summary>Extra work that was offered, in order; null for none.</summary>
    public ImmutableArray<JobExtra>? Extras { get; init; }

    /// <summary>What it has heard of its chain; null for a job by itself, for a first leg, and before any news.</summary>
    public JobChain? Chain { get; init; }

    /// <summary>The job's id.</summary>
    public JobId Id => Order.Id;

    /// <summary>Whether the leg that it follows is not completed yet.</summary>
    public bool Waits => Order.Chain?.Forerunner is not null && Chain?.OpenedAt is null && !Status.IsEnd();

    /// <summary>The latest arrival at the pick-up: for goods, from when they are ready on; for a leg that waited, from when it opened on.</summary>
    public DateTimeOffset PickUpBy => Sale?.ReadyAt is { } ready && ready > Order.RequestedAt ? ready + Order.Terms.Patience
        : Chain?.OpenedAt is { } opened && opened + Order.Terms.Patience > Order.PickUpBy ? opened + Order.Terms.Patience
        : Order.PickUpBy;

    /// <summary>When a booked job begins: at the booked time, or when its goods are ready, if that is later; null for as soon as possible.</summary>
    public DateTimeOffset? BookedFor => Order.PickUpAt is { } at && Sale?.ReadyAt is { } ready && ready > at ? ready : Order.PickUpAt;

    /// <summary>When matching may begin; goods that are not accepted, and what is had at a counter, are never matched.</summary>
    public DateTimeOffset MatchFrom => Sale?.ReadyAt is { } ready && Order.IsDelivery ? ready - Order.Terms.ScheduleLead : Order.MatchFrom;

    /// <summary>What is had at a counter, and what was.</summary>
    public Redeemable? Redeemable => Order is { IsRedemption: true, Sale: { } sale } ? new Redeemable(Order.Booking is null ? sale.Units : 1, sale.Goods, Order.GoodUntil, Sale?.Parts ?? []) : null;

    /// <summary>Whether what it took off the store's shelf goes back: it ended before anything was made or had.</summary>
    public bool GivesStockBack => Order.Sale is not null && Status.IsEnd() && Sale is null or { PreparedAt: null } && StartedAt is null;

    /// <summary>How many pieces of its one item were never had by its code, whose time is over: they go back to the shelf.</summary>
    public int RestBack => Status == JobStatus.Completed && Order is { IsRedemption: true, Booking: null } && Redeemable is { Left: > 0 and var left } ? left : 0;

    /// <summary>What the customer is to tell now: whom the order has nothing for, and when nobody is there to be told, gets null.</summary>
    public string? PinToTell => Order.Kind switch
    {
        ServiceKind.Delivery => Status.HasProvider() ? Order.Pin : null,
        ServiceKind.Redemption => Status == JobStatus.InProgress || (Status == JobStatus.Scheduled && Payment.Status == PaymentStatus.Authorized) ? Order.Pin : null,
        _ => Status.IsBeforePickup() ? Order.Pin : null,
    };

    /// <summary>Whether matching may begin at an instant, once the payment is held.</summary>
    internal bool MayMatch(DateTimeOffset now) => !Waits && !Order.IsRedemption && !(Order.IsDelivery && Sale?.ReadyAt is null) && MatchFrom <= now;

    /// <summary>When it stands still for too long before pick-up.</summary>
    internal DateTimeOffset StuckAt => (Status == JobStatus.ArrivedAtPickup ? ArrivedAt ?? PickUpBy : Assignment?.PickUpDue ?? PickUpBy) + JobLimits.StuckAfter;

    /// <summary>When the hold has to be asked for anew, because it does not last until the service is done; null when it lasts, or when it was asked for often enough.
    /// The limit of an authorisation lies between that and the need for it.</summary>
    internal DateTimeOffset? RenewHoldAt => Payment is not { Status: PaymentStatus.Authorized, HeldUntil: { } until } || Payment.Holds >= JobLimits.MaxHolds || Waits ? null
        : Order.IsRedemption ? until < Order.GoodUntil ? until - Order.Terms.AuthorisationLimit : null
        : Status == JobStatus.Scheduled ? until < PickUpBy + Order.QuotedDuration ? RenewFrom : null
        : Status.IsBeforePickup() ? until - Order.QuotedDuration - Order.Terms.AuthorisationLimit
        : null;

    /// <summary>Why a person should look at the job's money.</summary>
    public JobAttention Attention =>
        (Status.IsEnd() && Payment.Status is PaymentStatus.Failed or PaymentStatus.AuthorizationExpired && Due.MinorUnits > 0 ? JobAttention.PaymentOwed : JobAttention.None)
        | (Payment.Refunds?.ReversedAt is null ? JobAttention.None : JobAttention.RefundReversed)
        | (Metered is null || CapSeen is not null || Payment.HasRefund ? JobAttention.None : JobAttention.FareCapped)
        | (Payment.Disputes?.HasOpen == true ? JobAttention.DisputeOpen : JobAttention.None);

    /// <summary>What is owed and not yet taken; zero when there is no price.</summary>
    internal Money.Money Due => FinalFare is { } fare && !Order.IsPaidAtDoor ? fare.Total - Payment.Captured : Money.Money.Zero(Payment.Captured.Currency);

    /// <summary>What the hold is to be captured for: what is owed, at most what is held.</summary>
    internal Money.Money ToCapture => Money.Money.Min(Due, Payment.Authorised);

    /// <summary>When a hold for a booked job that has none is asked for.</summary>
    private DateTimeOffset RenewFrom => !Order.IsRedemption && MatchFrom - Order.Terms.AuthorisationLimit > Order.RequestedAt ? MatchFrom - Order.Terms.AuthorisationLimit : Order.RequestedAt;

    /// <summary>By when the hold that was asked for has to stand.</summary>
    internal DateTimeOffset HoldDue => Order.IsTransfer ? Order.TransferDue : (Payment.AskedAt ?? Order.RequestedAt) + Order.Terms.AuthorisationLimit;

    /// <summary>The next instant at which the job must be looked at although nobody calls; null only at an end whose money is settled or owned by the outbox, and that waits for no customer.</summary>
    public DateTimeOffset? Deadline => Status switch
    {
        // A booked job waits for its time; one that waits for its payment must not wait for ever.
        JobStatus.Scheduled when Waits => ChainDecisions.WaitsUntil(this),
        JobStatus.Scheduled => Payment.Status switch
        {
            PaymentStatus.Authorized when Sale is { ReadyAt: null, AnswerBy: { } answer } => RenewHoldAt is { } renew && renew < answer ? renew : answer,
            PaymentStatus.Authorized => RenewHoldAt ?? (Order.IsRedemption ? Order.GoodUntil : MatchFrom),
            PaymentStatus.AuthorizationExpired when Payment.Holds < JobLimits.MaxHolds => RenewFrom,
            _ => HoldDue,
        },
        JobStatus.Matching => PickUpBy,
        JobStatus.Accepted or JobStatus.EnRouteToPickup or JobStatus.ArrivedAtPickup => BeforePickUp(StuckAt),
        JobStatus.InProgress when Order.IsRedemption => Order.GoodUntil,
        JobStatus.InProgress => (StartedAt ?? Order.PickUpBy) + Order.QuotedDuration + JobLimits.StuckAfter,
        JobStatus.Completed => TipUntil,
        JobStatus.CanceledByCustomer or JobStatus.CanceledByProvider or JobStatus.CanceledByPlatform or JobStatus.NoShow
            or JobStatus.NoProvidersAvailable or JobStatus.Expired or JobStatus.Failed => null,
    };

    /// <summary>When a tip that waits for its customer ends; null when none waits.</summary>
    private DateTimeOffset? TipUntil => Payment.Tip is { Status: TipStatus.RequiresAction, Until: { } until } ? until : null;

    private DateTimeOffset BeforePickUp(DateTimeOffset stuck) => Payment.Status switch
    {
        PaymentStatus.Authorized when RenewHoldAt is { } renew && renew < stuck => renew,
        PaymentStatus.Authorizing or PaymentStatus.RequiresAction when HoldDue < stuck => HoldDue,
        _ => stuck,
    };
}
