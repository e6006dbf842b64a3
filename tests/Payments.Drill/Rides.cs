using System.Collections.Immutable;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts.Wallets;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Wallets;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Payments.Drill;

/// <summary>Customer and provider of each job, who know nothing but what they were answered: they ask what their job is and take the next step, again under the same command id when no answer came.
/// So a job that an earlier process left is driven on by the same rule.</summary>
internal sealed class Rides(IGrainFactory grains, QuoteTokens quotes, IWalletStore wallets, BankCustomers customers, TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly JobTerms Terms = Scenarios.Terms(
        patience: TimeSpan.FromHours(2), cancellation: new CancellationPolicy(TimeSpan.FromHours(2), Scenarios.Usd(300), Scenarios.Usd(500), TimeSpan.FromMinutes(5), Scenarios.Usd(600))) with { SilenceLimit = TimeSpan.FromHours(1), AuthorisationLimit = TimeSpan.FromHours(1) };

    /// <summary>Whom a bank transfer pays for is booked: matching begins so long after the order, and the money has to be there by then.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(60);

    private const int MostTries = 10;

    /// <summary>The market of all jobs.</summary>
    public static Market Market { get; } = new(new MarketId("drill"), new OperatorId("acme"), [new ServiceClass(new ServiceClassId("ride"), Terms, "nearest", TimeSpan.FromSeconds(5))], false);

    /// <summary>The first number of the jobs that are all paid out of wallets.</summary>
    public const int Wallets = 0x8000;

    /// <summary>The n-th job of a round: rounds are apart in the order of ids.</summary>
    public static Guid Job(int round, int n) => Id(round, n, 0x10);

    /// <summary>The customer of a job; each has one.</summary>
    public static CustomerId Customer(Guid job) => new(As(job, 0x20));

    /// <summary>The top-up before a job.</summary>
    public static Guid TopUp(Guid job) => As(job, 0x71);

    /// <summary>The number of a job in its round.</summary>
    public static int NumberOf(Guid job) => Number(job);

    /// <summary>The round of a job.</summary>
    public static int RoundOf(Guid job) => Lead(job) >> 16;

    /// <summary>The job that a top-up is for.</summary>
    public static Guid OfTopUp(Guid topUp) => As(topUp, 0x10);

    /// <summary>What becomes of a job, and how it is paid, goes by its number, so that every thirty have all of it, well mixed.</summary>
    public static RidePlan Plan(Guid job) => (Number(job) >= Wallets ? 20 + (Number(job) % 6) : Number(job) * 7 % 30) switch
    {
        0 or 10 => new("pm_card_visa", Cancels: true),
        1 => new("pm_card_chargeDeclined", IsDeclined: true),
        2 => new("pm_card_sandboxTimeOutAfter"),
        3 or 4 => new("pm_card_sandboxError500After"),
        5 => new("pm_card_visa", Refunds: true, Part: 300),
        15 => new("pm_card_visa", Refunds: true),
        6 or 16 => new("pm_card_visa", Tips: true),
        7 => new("pm_card_sandboxEarlyWebhook"),
        8 => new("pm_card_sandboxDuplicateWebhook"),
        20 => new(JobOrder.Wallet) { Credit = 2_500 },
        21 => new(JobOrder.Wallet, Refunds: true) { Credit = 500, TopUp = 2_500, TopUpCard = "pm_card_visa" },
        22 => new(JobOrder.Wallet, Tips: true) { TopUp = 3_000, TopUpCard = "pm_card_sandboxTimeOutAfter" },
        23 => new(JobOrder.Wallet, Refunds: true, Part: 300) { Credit = 300, TopUp = 2_500, TopUpCard = "pm_card_sandboxError500After" },
        24 => new(JobOrder.Wallet, IsDeclined: true) { Credit = 100, TopUp = 2_500, TopUpCard = "pm_card_chargeDeclined" },
        25 => new(JobOrder.Wallet, Cancels: true) { Credit = 2_500 },
        26 or 27 => new(JobOrder.BankTransfer) { Funding = Funding.InTime },
        28 => new(JobOrder.BankTransfer) { Funding = Funding.Never },
        29 => new(JobOrder.BankTransfer) { Funding = Funding.Late },
        _ => new("pm_card_visa"),
    };

    /// <summary>Orders the n-th job of a round and drives it to its end.</summary>
    public async Task Live(int round, int n, CancellationToken stop)
    {
        var (job, customer) = (Job(round, n), Id(round, n, 0x20));
        var plan = Plan(job);
        if (plan.Method == JobOrder.Wallet && !await Fill(job, plan, stop))
        {
            return;
        }

        var owner = plan.Method == JobOrder.BankTransfer ? await Asked(() => customers.Open(job, stop), stop) : null;
        if (await Ordered(job, customer, plan.Method, owner, stop))
        {
            await Drive(job, stop);
        }
    }

    /// <summary>Orders. Whose booked time has come too near before the order is read, on a machine that is slow, asks for a later one.</summary>
    private async Task<bool> Ordered(Guid job, Guid customer, string method, string? owner, CancellationToken stop)
    {
        for (var tries = 1; ; tries++)
        {
            var quote = new Quote(
                new Domain.Fares.QuoteId(As(job, 0x60)), Market.Operator, Market.Id, Market.Classes[0].Id, null, new CustomerId(customer), Scenarios.Stops(), 1,
                owner is null ? null : time.GetUtcNow() + Terms.ScheduleLead + (tries * Ahead),
                Scenarios.Price(1_000 + (Number(job) % 700)), new Metres(4_000), TimeSpan.FromMinutes(10), Terms, time.GetUtcNow() + TimeSpan.FromHours(1));
            var token = quotes.Sign(quote);
            var name = tries == 1 ? "request" : FormattableString.Invariant($"request {tries}");
            if (await Answer(job, name, stamp => Grain(job).Request(new RequestJob(stamp, job, customer, token, method, owner), default), stop) is not { } reply)
            {
                return false;
            }

            if (reply.Rejection != Rejection.OrderInvalid || owner is null || tries == MostTries)
            {
                return Tell(job, name, reply);
            }
        }
    }

    /// <summary>Takes a job from where it stands to its end, its money included.</summary>
    public async Task Drive(Guid job, CancellationToken stop)
    {
        var plan = Plan(job);
        var (asked, funded) = (false, false);
        while (!stop.IsCancellationRequested)
        {
            var view = await Asked(() => Grain(job).Get(default), stop);
            switch (view?.State)
            {
                case null:
                    return;
                case JobState.Scheduled when plan.Funding == Funding.InTime && !funded && view.Payment == PaymentState.RequiresAction:
                    funded = await Funded(job, stop);
                    continue;
                case JobState.Matching when plan.Cancels:
                    await Say(job, "cancel", stamp => Grain(job).Cancel(new CancelJob(stamp, view.Customer, "changed_mind"), default), stop);
                    continue;
                case JobState.Matching:
                    await Say(job, "accept", stamp => Grain(job).Accept(new AcceptOffer(stamp, As(job, 0x50), view.Attempt, view.Version, As(job, 0x30), As(job, 0x40), 0, time.GetUtcNow() + TimeSpan.FromMinutes(5)), default), stop);
                    continue;
                case JobState.Accepted or JobState.EnRouteToPickup:
                    await Step(job, JobStep.Arrive, stop);
                    continue;
                case JobState.ArrivedAtPickup:
                    await Step(job, JobStep.Start, stop);
                    continue;
                case JobState.InProgress:
                    await Step(job, JobStep.Complete, stop);
                    continue;
                case JobState.Completed when view.Payment == PaymentState.Captured && !asked && plan.Refunds:
                    asked = true;
                    await Say(job, "refund", stamp => Grain(job).Refund(new RefundJob(stamp, plan.Part, null, "goodwill", "platform"), default), stop);
                    continue;
                case JobState.Completed when view.Payment == PaymentState.Captured && !asked && plan.Tips:
                    asked = true;
                    await Say(job, "tip", stamp => Grain(job).Tip(new TipJob(stamp, view.Customer, 200, null), default), stop);
                    continue;
            }

            if (IsSettled(view, plan))
            {
                // The bank was slow: what comes now is nobody's payment any more, and goes back.
                if (plan.Funding != Funding.Never && view.State != JobState.Completed && !funded)
                {
                    funded = await Funded(job, stop);
                }

                // What was sent in time may have come late as well.
                if (plan.Method != JobOrder.BankTransfer || view.State == JobState.Completed || await Asked(async () => await customers.HasAllBack(job, stop) ? "yes" : "no", stop) == "yes")
                {
                    return;
                }
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    /// <summary>An operator gives, and the customer puts in by a card; each again under its key until it is answered.</summary>
    private async Task<bool> Fill(Guid job, RidePlan plan, CancellationToken stop)
    {
        var account = new WalletAccount(Customer(job), Market.Operator, Currency.Usd);
        if (plan.Credit > 0)
        {
            var id = As(job, 0x70);
            var move = new WalletMove($"credit:{id:N}", account, WalletEntryKind.Credited, Scenarios.Usd(plan.Credit), id, null, "drill", time.GetUtcNow());
            if (await Asked(() => wallets.Move(move, null, CancellationToken.None).AsTask(), stop) is not { } change)
            {
                return false;
            }

            say(change.Refusal is null ? $"told credited {job:N}" : $"odd {job:N} credit {change.Refusal}");
        }

        if (plan.TopUp > 0)
        {
            var topUp = new WalletTopUp(TopUp(job), account, Scenarios.Usd(plan.TopUp), plan.TopUpCard!, null, WalletTopUpStatus.Begun, null, null, time.GetUtcNow());
            var stands = await Asked(() => wallets.Begin(topUp, CancellationToken.None).AsTask(), stop);
            while (stands is { Status: WalletTopUpStatus.Begun })
            {
                await Task.Delay(Pause, CancellationToken.None);
                stands = await Asked(() => wallets.TopUp(topUp.Id, CancellationToken.None).AsTask(), stop);
            }

            if (stands is null)
            {
                return false;
            }

            if (stands.Status == WalletTopUpStatus.Paid)
            {
                say($"told paid_in {job:N}");
            }
        }

        return true;
    }

    private async Task<bool> Funded(Guid job, CancellationToken stop) => await Asked(async () => await customers.Fund(job, stop) ? "yes" : "no", stop) == "yes";

    private static bool IsSettled(JobView view, RidePlan plan) => view.State.IsEnd() && view.Payment switch
    {
        PaymentState.Captured => (!plan.Refunds || view.RefundedMinorUnits > 0) && (!plan.Tips || view.TipMinorUnits > 0),
        PaymentState.Authorizing or PaymentState.Authorized or PaymentState.Capturing or PaymentState.RequiresAction => false,
        _ => true,
    };

    private Task Step(Guid job, JobStep step, CancellationToken stop) =>
        Say(job, step.ToString(), stamp => Grain(job).Advance(new AdvanceJob(stamp, job, As(job, 0x30), step, null, null), default), stop);

    /// <summary>Says a command until it is answered, and tells the answer to whoever counts. The store may be away: then nobody knows whether it was carried out, and the same command is said again.</summary>
    private async Task<bool> Say(Guid job, string name, Func<CommandStamp, Task<JobReply>> command, CancellationToken stop) =>
        await Answer(job, name, command, stop) is { } reply && Tell(job, name, reply);

    private Task<JobReply?> Answer(Guid job, string name, Func<CommandStamp, Task<JobReply>> command, CancellationToken stop)
    {
        var stamp = CommandStamp.Of(CommandStamp.DeterministicId($"{job:N}\n{name}"));
        return Asked(() => command(stamp), stop);
    }

    private bool Tell(Guid job, string name, JobReply reply)
    {
        say(reply.Done ? $"ack {job:N} {reply.View!.Version} {name}" : $"odd {job:N} {name} {reply.Rejection} {reply.View?.State} {reply.View?.Payment} {reply.Detail}");
        return reply.Done;
    }

    private async Task<T?> Asked<T>(Func<Task<T>> ask, CancellationToken stop)
        where T : class?
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                return await ask();
            }
            catch (Exception fault) when (fault is StoreUnavailableException or TimeoutException or OperationCanceledException or HttpRequestException)
            {
                say("away");
                await Task.Delay(Pause, CancellationToken.None);
            }
        }

        return default;
    }

    private IJobGrain Grain(Guid job) => grains.GetGrain<IJobGrain>(job.ToString("N"));

    private static int Number(Guid job) => Lead(job) & 0xFFFF;

    private static int Lead(Guid job) => int.Parse(job.ToString("N").AsSpan(0, 8), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);

    private static Guid As(Guid job, short kind) => Id(Lead(job) >> 16, Number(job), kind);

    private static Guid Id(int round, int n, short kind) => new((round << 16) + n, kind, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1);
}
