using System.Collections.Immutable;
using O2O.Dispatch.Domain.Chains;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Payouts;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Testing;

/// <summary>
/// Jobs in any state, each built by replaying the commands that lead there, so that no test invents a state that cannot be.
/// Ids are made from small numbers. With <c>now</c> the instant of the request: accepted 10 s later, set off at once, arrived after 3 min, started after 4 min,
/// completed after 14 min, captured 2 s after that.
/// </summary>
public static class Scenarios
{
    /// <summary>When the requests of these scenarios come in.</summary>
    public static readonly DateTimeOffset Now = new(2013, 1, 1, 0, 30, 0, TimeSpan.Zero);

    /// <summary>From the request to the acceptance.</summary>
    public static readonly TimeSpan ToAccept = TimeSpan.FromSeconds(10);

    /// <summary>From the request to the arrival at the pick-up.</summary>
    public static readonly TimeSpan ToArrive = TimeSpan.FromMinutes(3);

    /// <summary>From the request to the start.</summary>
    public static readonly TimeSpan ToStart = TimeSpan.FromMinutes(4);

    /// <summary>From the request to the completion.</summary>
    public static readonly TimeSpan ToComplete = TimeSpan.FromMinutes(14);

    /// <summary>From the request to the gateway's answer to the capture.</summary>
    public static readonly TimeSpan ToCapture = ToComplete + TimeSpan.FromSeconds(2);

    /// <summary>The PIN of every order whose terms ask for one.</summary>
    public const string Pin = "4711";

    /// <summary>The gateway's id of every payment here.</summary>
    public const string Intent = "pi_1";

    /// <summary>The operator of every order.</summary>
    public static readonly OperatorId Operator = new("acme");

    /// <summary>The market of every order.</summary>
    public static readonly MarketId Market = new("new-york");

    /// <summary>The service class of every order.</summary>
    public static readonly ServiceClassId ServiceClass = new("standard");

    /// <summary>An amount in US cents.</summary>
    public static Money Usd(long minorUnits) => new(minorUnits, Currency.Usd);

    /// <summary>The n-th job's id.</summary>
    public static JobId Job(int n = 1) => new(Numbered(0x10, n));

    /// <summary>The n-th customer.</summary>
    public static CustomerId Customer(int n = 1) => new(Numbered(0x20, n));

    /// <summary>The n-th provider.</summary>
    public static ProviderId Provider(int n = 1) => new(Numbered(0x30, n));

    /// <summary>The n-th vehicle.</summary>
    public static VehicleId Vehicle(int n = 1) => new(Numbered(0x40, n));

    /// <summary>The n-th offer.</summary>
    public static OfferId Offer(int n = 1) => new(Numbered(0x50, n));

    /// <summary>What a job has left for its provider; zero for one without.</summary>
    public static Money ProviderLine(Job job) => job.Assignment is { } assignment ? PayeeLine.Of(job, Payee.Of(assignment.Provider)) : Money.Zero(job.Payment.Captured.Currency);

    /// <summary>The n-th merchant.</summary>
    public static MerchantId Merchant(int n = 1) => new(Numbered(0x70, n));

    /// <summary>A price of one line.</summary>
    public static Fare Price(long minorUnits = 1_250) => Fare.Of(FareLineKind.Base, Usd(minorUnits));

    /// <summary>Terms: 3.00 base, 1.50 a kilometre, 0.50 a minute, 7.00 at the least, 8.875 % tax inside, 20 % commission and 25 cents,
    /// canceling free for 2 minutes, then 3.00, after arrival 5.00, no-show 6.00 after 5 minutes.</summary>
    public static JobTerms Terms(
        PricingMode pricing = PricingMode.Quoted,
        bool pin = false,
        int maxRedispatches = 5,
        TimeSpan? patience = null,
        TimeSpan? scheduleLead = null,
        CommissionPlan? commission = null,
        CancellationPolicy? cancellation = null,
        BasisPoints? tax = null) => new(
            new FarePlan(Usd(300), Usd(150), Usd(50), Usd(700), tax ?? new BasisPoints(888), pricing, new BasisPoints(2_000)),
            commission ?? new CommissionPlan(new BasisPoints(2_000), Usd(25)),
            cancellation ?? new CancellationPolicy(TimeSpan.FromMinutes(2), Usd(300), Usd(500), TimeSpan.FromMinutes(5), Usd(600)),
            OfferTimeout: TimeSpan.FromSeconds(15),
            Patience: patience ?? TimeSpan.FromMinutes(15),
            ScheduleLead: scheduleLead ?? TimeSpan.FromMinutes(20),
            SilenceLimit: TimeSpan.FromSeconds(60),
            AuthorisationLimit: TimeSpan.FromMinutes(10),
            PinRequired: pin,
            PinTries: 5,
            MaxRedispatches: maxRedispatches);

    /// <summary>The place of a leg in a chain whose legs are the jobs 1, 2 and so on.</summary>
    /// <param name="number">Which leg.</param>
    /// <param name="follows">For each leg the number of the one it follows; 0 for the first.</param>
    public static ChainPlace Chain(int number, params int[] follows) =>
        new(new ChainId(Numbered(0x80, 1)), number, [.. follows.Select((one, i) => new ChainLeg(Job(i + 1), one))]);

    /// <summary>An order of a ride of 4 km and 10 minutes.</summary>
    /// <param name="terms">Default: <see cref="Terms"/>.</param>
    /// <param name="price">Default: 12.50 USD.</param>
    /// <param name="now">When it is requested. Default: <see cref="Now"/>.</param>
    /// <param name="pickUpAt">The booked time; null for as soon as possible.</param>
    /// <param name="n">Which job and customer.</param>
    /// <param name="vias">Stops on the way.</param>
    /// <param name="load">Of the vehicle's capacity.</param>
    /// <param name="merchant">Whose goods; null for a ride.</param>
    public static JobOrder Order(
        JobTerms? terms = null,
        Fare? price = null,
        DateTimeOffset? now = null,
        DateTimeOffset? pickUpAt = null,
        int n = 1,
        int vias = 0,
        int load = 1,
        MerchantId? merchant = null)
    {
        terms ??= Terms();
        return new JobOrder(
            Job(n),
            Operator,
            Market,
            ServiceClass,
            merchant,
            Customer(n),
            Stops(vias),
            load,
            now ?? Now,
            pickUpAt,
            new QuoteId(Numbered(0x60, n)),
            price ?? Price(),
            new Metres(4_000),
            TimeSpan.FromMinutes(10),
            terms,
            "pm_card_visa",
            terms.PinRequired ? Pin : null);
    }

    /// <summary>Pick-up, stops on the way, drop-off: northwards through Manhattan.</summary>
    public static ImmutableArray<JobStop> Stops(int vias = 0)
    {
        var stops = ImmutableArray.CreateBuilder<JobStop>();
        for (var i = 0; i < vias + 2; i++)
        {
            var kind = i == 0 ? StopKind.PickUp : i == vias + 1 ? StopKind.DropOff : StopKind.Via;
            stops.Add(new JobStop(kind, new GeoPoint(-73.99 + (0.002 * i), 40.73 + (0.01 * i))));
        }

        return stops.ToImmutable();
    }

    /// <summary>A job whose payment is being authorised.</summary>
    public static Job ScheduledJob(JobTerms? terms = null, Fare? price = null, DateTimeOffset? now = null, JobOrder? order = null)
    {
        order ??= Order(terms, price, now);
        return Do(null, new JobCommand.Request(order), order.RequestedAt);
    }

    /// <summary>A job that is paid for and open; its acceptance must name its attempt and version.</summary>
    public static Job MatchingJob(JobTerms? terms = null, Fare? price = null, DateTimeOffset? now = null, JobOrder? order = null)
    {
        var job = ScheduledJob(terms, price, now, order);
        job = job.Payment.Authorised == job.Order.Hold && job.Order.Hold.IsZero
            ? job
            : Do(job, new JobCommand.PaymentAuthorised(Intent, job.Order.Hold), job.Order.RequestedAt);
        return job.Status == JobStatus.Scheduled ? Do(job, new JobCommand.Wake(), job.Order.MatchFrom) : job;
    }

    /// <summary>A job that the n-th provider has accepted.</summary>
    public static Job AcceptedJob(JobTerms? terms = null, Fare? price = null, DateTimeOffset? now = null, JobOrder? order = null, int provider = 1)
    {
        var job = MatchingJob(terms, price, now, order);
        return Do(job, Accept(job, provider), Begun(job) + ToAccept);
    }

    /// <summary>A job whose provider waits at the pick-up.</summary>
    public static Job ArrivedJob(JobTerms? terms = null, Fare? price = null, DateTimeOffset? now = null, JobOrder? order = null, int provider = 1)
    {
        var job = AcceptedJob(terms, price, now, order, provider);
        job = Do(job, new JobCommand.Depart(Provider(provider)), Begun(job) + ToAccept);
        return Do(job, new JobCommand.Arrive(Provider(provider)), Begun(job) + ToArrive);
    }

    /// <summary>A job that is being done.</summary>
    public static Job InProgressJob(JobTerms? terms = null, Fare? price = null, DateTimeOffset? now = null, JobOrder? order = null, int provider = 1)
    {
        var job = ArrivedJob(terms, price, now, order, provider);
        return Do(job, new JobCommand.Start(Provider(provider), job.Order.Pin), Begun(job) + ToStart);
    }

    /// <summary>A job that is done; its capture is with the gateway.</summary>
    public static Job CompletedJob(JobTerms? terms = null, Fare? price = null, DateTimeOffset? now = null, JobOrder? order = null, int provider = 1)
    {
        var job = InProgressJob(terms, price, now, order, provider);
        while (job.NextStop < job.Order.Stops.Length - 1)
        {
            job = Do(job, new JobCommand.CompleteStop(Provider(provider)), Begun(job) + ToComplete);
        }

        return Do(job, new JobCommand.Complete(Provider(provider), null), Begun(job) + ToComplete);
    }

    /// <summary>A job that is done and paid.</summary>
    public static Job CapturedJob(JobTerms? terms = null, Fare? price = null, DateTimeOffset? now = null, JobOrder? order = null, int provider = 1)
    {
        var job = CompletedJob(terms, price, now, order, provider);
        return job.FinalFare is { Total.IsZero: false } fare ? Do(job, new JobCommand.PaymentCaptured(fare.Total), Begun(job) + ToCapture) : job;
    }

    /// <summary>The n-th provider's acceptance of a job as it stands, expecting to be there at <see cref="ToArrive"/>.</summary>
    public static JobCommand.Accept Accept(Job job, int provider = 1) =>
        new(Offer(provider), job.Attempt, job.Version, Provider(provider), Vehicle(provider), 0, Begun(job) + ToArrive);

    /// <summary>Carries a command out.</summary>
    /// <exception cref="InvalidOperationException">It is rejected; the message says why.</exception>
    public static Job Do(Job? job, JobCommand command, DateTimeOffset now) => Decided.Of(job, command, now).After;

    private static DateTimeOffset Begun(Job job) => job.Order.MatchFrom;

    private static Guid Numbered(byte kind, int n) =>
        new(n, kind, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1);
}
