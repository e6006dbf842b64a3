using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Payments.Drill;

/// <summary>Customer and provider of each job, who know nothing but what they were answered: they ask what their job is and take the next step, again under the same command id when no answer came.
/// So a job that an earlier process left is driven on by the same rule.</summary>
internal sealed class Rides(IGrainFactory grains, QuoteTokens quotes, TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly JobTerms Terms = Scenarios.Terms(
        patience: TimeSpan.FromHours(2), cancellation: new CancellationPolicy(TimeSpan.FromHours(2), Scenarios.Usd(300), Scenarios.Usd(500), TimeSpan.FromMinutes(5), Scenarios.Usd(600))) with { SilenceLimit = TimeSpan.FromHours(1), AuthorisationLimit = TimeSpan.FromHours(1) };

    /// <summary>The market of all jobs.</summary>
    public static Market Market { get; } = new(new MarketId("drill"), new OperatorId("acme"), [new ServiceClass(new ServiceClassId("ride"), Terms, "nearest", TimeSpan.FromSeconds(5))], false);

    /// <summary>The n-th job of a round: rounds are apart in the order of ids.</summary>
    public static Guid Job(int round, int n) => Id(round, n, 0x10);

    /// <summary>What becomes of a job, and how it is paid, goes by its number, so that every twenty have all of it.</summary>
    public static (string Card, bool Cancels, bool Refunds, bool Tips) Plan(Guid job) => (Number(job) % 20) switch
    {
        0 or 10 => ("pm_card_visa", true, false, false),
        1 => ("pm_card_chargeDeclined", false, false, false),
        2 => ("pm_card_sandboxTimeOutAfter", false, false, false),
        3 or 4 => ("pm_card_sandboxError500After", false, false, false),
        5 or 15 => ("pm_card_visa", false, true, false),
        6 or 16 => ("pm_card_visa", false, false, true),
        7 => ("pm_card_sandboxEarlyWebhook", false, false, false),
        8 => ("pm_card_sandboxDuplicateWebhook", false, false, false),
        _ => ("pm_card_visa", false, false, false),
    };

    /// <summary>Orders the n-th job of a round and drives it to its end.</summary>
    public async Task Live(int round, int n, CancellationToken stop)
    {
        var (job, customer) = (Job(round, n), Id(round, n, 0x20));
        var quote = new Quote(
            new Domain.Fares.QuoteId(Id(round, n, 0x60)), Market.Operator, Market.Id, Market.Classes[0].Id, null, new CustomerId(customer), Scenarios.Stops(), 1, null,
            Scenarios.Price(1_000 + (Number(job) % 700)), new Metres(4_000), TimeSpan.FromMinutes(10), Terms, time.GetUtcNow() + TimeSpan.FromHours(1));
        var token = quotes.Sign(quote);
        if (await Say(job, "request", stamp => Grain(job).Request(new RequestJob(stamp, job, customer, token, Plan(job).Card), default), stop))
        {
            await Drive(job, stop);
        }
    }

    /// <summary>Takes a job from where it stands to its end, its money included.</summary>
    public async Task Drive(Guid job, CancellationToken stop)
    {
        var (_, cancels, refunds, tips) = Plan(job);
        var asked = false;
        while (!stop.IsCancellationRequested)
        {
            var view = await Asked(() => Grain(job).Get(default), stop);
            switch (view?.State)
            {
                case null:
                    return;
                case JobState.Matching when cancels:
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
                case JobState.Completed when view.Payment == PaymentState.Captured && !asked && refunds:
                    asked = true;
                    await Say(job, "refund", stamp => Grain(job).Refund(new RefundJob(stamp, Number(job) % 20 == 5 ? 300 : null, null, "goodwill", "platform"), default), stop);
                    continue;
                case JobState.Completed when view.Payment == PaymentState.Captured && !asked && tips:
                    asked = true;
                    await Say(job, "tip", stamp => Grain(job).Tip(new TipJob(stamp, view.Customer, 200, null), default), stop);
                    continue;
            }

            if (IsSettled(view, refunds, tips))
            {
                return;
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private static bool IsSettled(JobView view, bool refunds, bool tips) => view.State.IsEnd() && view.Payment switch
    {
        PaymentState.Captured => (!refunds || view.RefundedMinorUnits > 0) && (!tips || view.TipMinorUnits > 0),
        PaymentState.Authorizing or PaymentState.Authorized or PaymentState.Capturing or PaymentState.RequiresAction => false,
        _ => true,
    };

    private Task Step(Guid job, JobStep step, CancellationToken stop) =>
        Say(job, step.ToString(), stamp => Grain(job).Advance(new AdvanceJob(stamp, job, As(job, 0x30), step, null, null), default), stop);

    /// <summary>Says a command until it is answered, and tells the answer to whoever counts. The store may be away: then nobody knows whether it was carried out, and the same command is said again.</summary>
    private async Task<bool> Say(Guid job, string name, Func<CommandStamp, Task<JobReply>> command, CancellationToken stop)
    {
        var stamp = CommandStamp.Of(CommandStamp.DeterministicId($"{job:N}\n{name}"));
        var reply = await Asked(() => command(stamp), stop);
        if (reply is null)
        {
            return false;
        }

        say(reply.Done ? $"ack {job:N} {reply.View!.Version} {name}" : $"odd {job:N} {name} {reply.Rejection} {reply.View?.State} {reply.View?.Payment} {reply.Detail}");
        return reply.Done;
    }

    private async Task<T?> Asked<T>(Func<Task<T>> ask, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                return await ask();
            }
            catch (Exception fault) when (fault is StoreUnavailableException or TimeoutException or OperationCanceledException)
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
