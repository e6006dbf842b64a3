using System.Collections.Immutable;
using O2O.Dispatch.Domain.Chains;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Domain.Jobs;

/// <summary>What the customer ordered and under which terms. Fixed with the first commit; nothing later changes it but a new destination, which comes with a quote of its own.</summary>
/// <param name="Id">The job.</param>
/// <param name="Operator">The business that runs the market.</param>
/// <param name="Market">Where.</param>
/// <param name="ServiceClass">What kind of service.</param>
/// <param name="Merchant">Whose goods or service it is; null for a ride.</param>
/// <param name="Customer">Who pays.</param>
/// <param name="Stops">Pick-up first, drop-off last.</param>
/// <param name="Load">How much of a vehicle's capacity it takes, at least 1.</param>
/// <param name="RequestedAt">When the order came in.</param>
/// <param name="PickUpAt">The booked time; null for as soon as possible.</param>
/// <param name="Quote">The quote it was ordered on.</param>
/// <param name="QuotedFare">The quoted price, line by line.</param>
/// <param name="QuotedDistance">Of the quoted route.</param>
/// <param name="QuotedDuration">Of the quoted route.</param>
/// <param name="Terms">The market's terms when it was quoted.</param>
/// <param name="PaymentMethod">The gateway's token of the method to charge.</param>
/// <param name="Pin">What the customer tells: to start, at the door where goods are brought, at the counter a code of its own; null when the terms ask for none.</param>
/// <param name="GatewayCustomer">The gateway's customer who keeps the method; null for a method by itself.</param>
/// <param name="Multiplier">What the quote multiplied the plain price by, above one, and a meter multiplies by too; null for the plain price.</param>
/// <param name="Vouchers">The vouchers that it holds; null for none.</param>
/// <param name="Earns">The campaigns that its completion may earn a voucher of; null for none.</param>
/// <param name="Kind">Which product it is; null for a ride.</param>
/// <param name="Sale">What a store sells with it; null for nothing.</param>
/// <param name="Booking">The place in a slot that it pays for; null for none.</param>
/// <param name="Journey">Which journey it is of; null for none.</param>
/// <param name="Chain">Its place among the jobs that were ordered with it; null for a job by itself.</param>
public sealed record JobOrder(
    JobId Id,
    OperatorId Operator,
    MarketId Market,
    ServiceClassId ServiceClass,
    MerchantId? Merchant,
    CustomerId Customer,
    ImmutableArray<JobStop> Stops,
    int Load,
    DateTimeOffset RequestedAt,
    DateTimeOffset? PickUpAt,
    QuoteId Quote,
    Fare QuotedFare,
    Metres QuotedDistance,
    TimeSpan QuotedDuration,
    JobTerms Terms,
    string PaymentMethod,
    string? Pin,
    string? GatewayCustomer = null,
    BasisPoints? Multiplier = null,
    ImmutableArray<OrderedVoucher>? Vouchers = null,
    ImmutableArray<CampaignId>? Earns = null,
    ServiceKind? Kind = null,
    Sale? Sale = null,
    OrderedBooking? Booking = null,
    JourneyId? Journey = null,
    ChainPlace? Chain = null)
{
    /// <summary>Where the service begins.</summary>
    public GeoPoint PickUp => Stops[0].Place;

    /// <summary>Where the service ends.</summary>
    public GeoPoint DropOff => Stops[^1].Place;

    /// <summary>When matching may begin: at once, or the lead time before the booked pick-up.</summary>
    public DateTimeOffset MatchFrom => PickUpAt is { } at && at - Terms.ScheduleLead > RequestedAt ? at - Terms.ScheduleLead : RequestedAt;

    /// <summary>The latest arrival at the pick-up the customer waits for; who is unpaired then is lost.</summary>
    public DateTimeOffset PickUpBy => (PickUpAt is { } at && at > RequestedAt ? at : RequestedAt) + Terms.Patience;

    /// <summary>Whether a store's goods are brought.</summary>
    public bool IsDelivery => Kind == ServiceKind.Delivery;

    /// <summary>Whether it is had at a counter by a code, and nobody is matched.</summary>
    public bool IsRedemption => Kind == ServiceKind.Redemption;

    /// <summary>From when on nothing is had by its code any more.</summary>
    public DateTimeOffset GoodUntil => Booking?.GoodUntil ?? RequestedAt + (Sale?.Validity ?? TimeSpan.Zero);

    /// <summary>The method of who pays the provider in hand. No gateway knows of it.</summary>
    public const string Cash = "cash";

    /// <summary>The method of who pays by card at the provider's own terminal: the money is the provider's bank's, and no gateway of ours knows of it.</summary>
    public const string CardAtDoor = "card_at_door";

    /// <summary>The method of who sends the money from a bank account before a booked job begins.</summary>
    public const string BankTransfer = "bank_transfer";

    /// <summary>Whether the money comes by bank transfer: it is with the gateway before the job begins.</summary>
    public bool IsTransfer => PaymentMethod == BankTransfer;

    /// <summary>By when a bank transfer has to be there: the terms' limit, and before matching begins.</summary>
    public DateTimeOffset TransferDue => RequestedAt + Terms.TransferTime < MatchFrom ? RequestedAt + Terms.TransferTime : MatchFrom;

    /// <summary>The method of who pays out of the balance of a wallet. No gateway outside knows of it.</summary>
    public const string Wallet = "wallet";

    /// <summary>Whether the customer pays out of the balance of a wallet.</summary>
    public bool IsWallet => PaymentMethod == Wallet;

    /// <summary>Whether the customer pays the provider in hand.</summary>
    public bool IsCash => PaymentMethod == Cash;

    /// <summary>Whether the customer pays the provider, in hand or at its own terminal: nothing is held, and nothing of it is asked of a gateway.</summary>
    public bool IsPaidAtDoor => IsCash || PaymentMethod == CardAtDoor;

    /// <summary>How much is held on the card: the quote and the most that waiting may cost, with a margin where the price is metered; nothing for what is paid at the door.</summary>
    public Money.Money Hold => IsPaidAtDoor ? Money.Money.Zero(QuotedFare.Currency) : HoldOf(QuotedFare, Terms);

    /// <summary>How much is held on a card for a quoted price under these terms.</summary>
    public static Money.Money HoldOf(Fare quoted, JobTerms terms)
    {
        var most = terms.Fares.Waiting is { } waiting ? FareMeter.WithWaiting(quoted, terms.Fares, waiting.Most).Total : quoted.Total;
        return terms.Fares.Pricing switch
        {
            PricingMode.Quoted => most,
            PricingMode.Metered => most + terms.Fares.HoldMargin.Of(quoted.Total),
        };
    }
}
