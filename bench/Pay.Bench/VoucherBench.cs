using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Pay.Bench;

/// <summary>One hot campaign, through its grain, as quotes, orders and the outbox ask it. What came of it is held against the store at the end.</summary>
internal static class VoucherBench
{
    private const long Amount = 300;

    public static async Task Run(int uses, int callers, bool durable)
    {
        using var server = new PostgresServer(survivesPowerCut: durable);
        var (host, _) = await BenchHost.Start(server.Database(), 8, new CommitBench.NoGateway(), delivers: false);
        using (host)
        {
            var store = host.Services.GetRequiredService<IVoucherStore>();
            var grains = host.Services.GetRequiredService<IGrainFactory>();
            var now = TimeProvider.System.GetUtcNow();

            // What warms up is another campaign.
            await Lives(grains, await Make(store, 1, Amount * uses, now), Math.Max(callers, uses / 10), callers, now);
            var hot = await Make(store, 2, Amount * uses, now);
            var processor = Environment.CpuUsage.TotalTime;
            var (issued, taken, redeemed) = await Lives(grains, hot, uses, callers, now);
            var each = (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / uses;
            var account = (await store.Find(hot, default))!;
            Expect(account is { Held.IsZero: true } && account.Spent.MinorUnits == Amount * uses && account.Uses == uses && account.Issued == uses, $"spent {account.Spent}, {account.Uses} uses");

            // Ten times as many as there is money for.
            var room = Math.Max(1, uses / 10);
            var scarce = await Make(store, 3, (Amount * room) + (Amount / 2), now);
            var vouchers = await Issue(grains, scarce, uses, callers);
            var clock = Stopwatch.StartNew();
            var had = 0;
            await Each(uses, callers, async n =>
            {
                if ((await Take(grains, scarce, n, vouchers[n], now)).Refusal is null)
                {
                    Interlocked.Increment(ref had);
                }
            });
            var tried = uses / clock.Elapsed.TotalSeconds;
            account = (await store.Find(scarce, default))!;
            Expect(had == room && account.Held.MinorUnits == Amount * room && account.Uses == room, $"{had} of {room}, held {account.Held}");
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{uses:N0} uses of one campaign by {callers} callers, {(durable ? "every commit on the disk" : "not waiting for the disk")}: issued {issued:N0}/s, taken by orders {taken:N0}/s, redeemed {redeemed:N0}/s, "
                + $"all three {1 / ((1 / issued) + (1 / taken) + (1 / redeemed)):N0} uses/s; {each:0} us of this process's processor a use; charged exactly {Amount * uses:N0}. "
                + $"Budget for {room:N0}: {had:N0} had of {uses:N0} tries, {tried:N0}/s. Load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}"));
            await host.StopAsync();
        }
    }

    private static async Task<(double Issued, double Taken, double Redeemed)> Lives(IGrainFactory grains, CampaignId campaign, int uses, int callers, DateTimeOffset now)
    {
        var clock = Stopwatch.StartNew();
        var vouchers = await Issue(grains, campaign, uses, callers);
        var issued = uses / clock.Elapsed.TotalSeconds;
        clock.Restart();
        await Each(uses, callers, async n => Done(await Take(grains, campaign, n, vouchers[n], now)));
        var taken = uses / clock.Elapsed.TotalSeconds;
        clock.Restart();
        await Each(uses, callers, async n => Done(await grains.GetGrain<ICampaignGrain>(campaign.ToString()).Move(new MoveVoucher(vouchers[n], Id(n), VoucherStep.Redeem, Amount, "USD"), default)));
        return (issued, taken, uses / clock.Elapsed.TotalSeconds);
    }

    private static async Task<Guid[]> Issue(IGrainFactory grains, CampaignId campaign, int uses, int callers)
    {
        var vouchers = new Guid[uses];
        await Each(uses, callers, async n => vouchers[n] = Done(await grains.GetGrain<ICampaignGrain>(campaign.ToString()).Issue(new IssueVoucher(Id(n), "code", $"customer:{n}"), default)));
        return vouchers;
    }

    private static Task<VoucherReply> Take(IGrainFactory grains, CampaignId campaign, int n, Guid voucher, DateTimeOffset now) =>
        grains.GetGrain<ICampaignGrain>(campaign.ToString()).Take(new TakeVoucher(voucher, Id(n), Id(n), Amount, "USD", now + TimeSpan.FromDays(1), true), default);

    private static Guid Done(VoucherReply reply) => reply.Refusal is null ? reply.Voucher!.Value : throw new InvalidOperationException($"A voucher was refused: {reply.Refusal}");

    private static Guid Id(int n) => new(n + 1, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7);

    private static async Task<CampaignId> Make(IVoucherStore store, int n, long budget, DateTimeOffset now)
    {
        var campaign = new Campaign(
            new CampaignId(Id(n)),
            new OperatorId("bench"),
            "Hot",
            Funder.Platform,
            new VoucherBenefit.Amount(new Money(Amount, Currency.Usd)),
            VoucherScope.Anything,
            new VoucherLimits(new Money(budget, Currency.Usd), null, null, 1, 1),
            now - TimeSpan.FromDays(1),
            now + TimeSpan.FromDays(1),
            null,
            false,
            null,
            false);
        await store.Add(CampaignAccount.Of(campaign, null, now), default);
        return campaign.Id;
    }

    private static Task Each(int count, int callers, Func<int, Task> call)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            for (int n; (n = Interlocked.Increment(ref next)) < count;)
            {
                await call(n);
            }
        }));
    }

    private static void Expect(bool holds, string found)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The campaign is not what was done to it: {found}.");
        }
    }
}
