namespace O2O.Dispatch.Contracts;

/// <summary>Why a command was not carried out. Each has a documented slug (its snake_case name); the values never change.</summary>
[GenerateSerializer, Alias("o2o.rejection")]
public enum Rejection
{
    /// <summary>There is no such job.</summary>
    JobUnknown = 0,

    /// <summary>A job with this id exists already.</summary>
    JobExists = 1,

    /// <summary>The job is at an end.</summary>
    JobEnded = 2,

    /// <summary>The state does not allow it.</summary>
    IllegalInThisState = 3,

    /// <summary>The order is not one that can be served; the detail names every fault.</summary>
    OrderInvalid = 4,

    /// <summary>The offer belongs to an earlier attempt or version of the job.</summary>
    OfferStale = 5,

    /// <summary>Another provider has the job.</summary>
    OfferTaken = 6,

    /// <summary>The offer was taken back.</summary>
    OfferWithdrawn = 7,

    /// <summary>The offer's time is over, or the provider does not know it.</summary>
    OfferExpired = 8,

    /// <summary>The provider was excluded from this job.</summary>
    ProviderExcluded = 9,

    /// <summary>The job is not this provider's (or this customer's).</summary>
    NotYourJob = 10,

    /// <summary>The plan slot is taken by another active job.</summary>
    PlanSlotTaken = 11,

    /// <summary>The PIN is wrong.</summary>
    WrongPin = 12,

    /// <summary>Too many wrong PINs.</summary>
    PinLocked = 13,

    /// <summary>There are stops to do before the last.</summary>
    StopsLeft = 14,

    /// <summary>No stop on the way is left.</summary>
    NoStopLeft = 15,

    /// <summary>It is too early for it.</summary>
    TooEarly = 16,

    /// <summary>The payment's state does not allow it.</summary>
    PaymentStateWrong = 17,

    /// <summary>The amount is not the one this job is about.</summary>
    AmountWrong = 18,

    /// <summary>Nothing is due.</summary>
    NothingDue = 19,

    /// <summary>The same command id came with another body.</summary>
    CommandIdReused = 20,

    /// <summary>The quote is void: its time is over.</summary>
    QuoteExpired = 21,

    /// <summary>The quote is not one that was signed here, or it was altered.</summary>
    QuoteInvalid = 22,

    /// <summary>The quote was given to another customer.</summary>
    QuoteForeign = 23,

    /// <summary>A place lies outside the service area.</summary>
    NotServedHere = 24,

    /// <summary>The market or service class is not known.</summary>
    MarketUnknown = 25,

    /// <summary>The market takes no orders for now.</summary>
    MarketPaused = 26,

    /// <summary>There is no such customer.</summary>
    CustomerUnknown = 27,

    /// <summary>The customer has no such payment method.</summary>
    PaymentMethodUnknown = 28,

    /// <summary>There is no such provider.</summary>
    ProviderUnknown = 29,

    /// <summary>The provider is not approved, or suspended.</summary>
    ProviderNotApproved = 30,

    /// <summary>The provider is not on a shift.</summary>
    NotOnShift = 31,

    /// <summary>The provider has another open offer or no room in its plan.</summary>
    ProviderBusy = 32,

    /// <summary>The input is malformed; the detail names every fault.</summary>
    InputInvalid = 33,

    /// <summary>The state was changed by another at the same time, again and again; try again.</summary>
    Conflict = 34,

    /// <summary>The money is not held, or no longer: the service cannot start until it is.</summary>
    PaymentNotHeld = 35,

    /// <summary>More than can still be paid back.</summary>
    RefundTooLarge = 36,

    /// <summary>The job has a tip.</summary>
    TipGiven = 37,

    /// <summary>It is too late for it.</summary>
    TooLate = 38,

    /// <summary>The payment is not this job's.</summary>
    PaymentForeign = 39,

    /// <summary>The payment method was used without a customer, or taken from one, and cannot be used again.</summary>
    PaymentMethodReused = 50,

    /// <summary>The bank does not let the payment method be saved.</summary>
    PaymentMethodDeclined = 51,

    /// <summary>A voucher of the quote cannot be used any more: another order has it, or its campaign is over or used up. Ask for a new quote.</summary>
    VoucherNotHeld = 60,

    /// <summary>All of it was had at a counter before.</summary>
    AlreadyRedeemed = 70,

    /// <summary>Less is left than was asked for, or less than one was.</summary>
    NotSoManyLeft = 71,

    /// <summary>The code's time is over.</summary>
    CodeExpired = 72,

    /// <summary>Neither the customer's code nor a signature says that the goods were handed over.</summary>
    ProofMissing = 73,

    /// <summary>There is no such store, or its merchant is not served by the market.</summary>
    StoreUnknown = 74,

    /// <summary>The store is closed, or takes no orders for now; the detail says when it opens.</summary>
    StoreClosed = 75,

    /// <summary>The basket is below what the store brings to that place.</summary>
    BasketTooSmall = 76,

    /// <summary>Somebody else has bought what there was of it; ask for a new quote.</summary>
    SoldOut = 77,

    /// <summary>There is no such journey.</summary>
    JourneyUnknown = 80,

    /// <summary>There is no such suggestion.</summary>
    SuggestionUnknown = 81,

    /// <summary>With this job the provider would miss a booked one that it has promised.</summary>
    WouldMissCommitment = 82,

    /// <summary>The provider lacks a skill that the job asks for; the detail says which.</summary>
    LacksSkill = 83,

    /// <summary>A leg of the chain came to its end before all were there; none of it is done. Ask for new quotes.</summary>
    ChainBroken = 84,

    /// <summary>There is no such chain.</summary>
    ChainUnknown = 85,

    /// <summary>The code is not good yet: people are not let in to its booked place so early.</summary>
    CodeNotYet = 86,

    /// <summary>What is ordered with a booking comes to less than its deposit.</summary>
    BelowDeposit = 87,
}
