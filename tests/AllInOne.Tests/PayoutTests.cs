using System.Diagnostics;
using O2O.Dispatch.Client;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.AllInOne.Tests;

/// <summary>Simulated providers are paid out through the hosted sandbox over HTTP, and the books agree.</summary>
public sealed class PayoutTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task City_WithTheSandbox_PaysItsProvidersOut()
    {
        using var folder = new TemporaryFolder();
        string[] town = ["--vehicles", "20", "--requests-per-hour", "240", "--speed", "40", "--data-dir", folder.Path, "--ops-port", "0"];
        PayoutResource paid;
        using (var service = await RunningService.Start(RunningService.FreePort(), town))
        {
            var (client, _) = await service.SignIn("ops");
            using (client)
            {
                paid = await ProviderPaid(client);
                Assert.True(paid is { AmountMinorUnits: > 0, Reference: not null, Code: null, Attempt: 1 }, $"{paid}");
                Assert.Empty((await client.Ops.PayoutsAsync("failed")).Items);
                Assert.DoesNotContain(await client.Ops.AlertsAsync(), alert => alert.Kind == "payout_failed");
            }

            // What it says of itself is the provider's own page, and its statement adds up.
            var (provider, _) = await service.SignIn("provider", paid.PayeeId);
            using (provider)
            {
                var own = await provider.Provider.PayoutsAsync();
                Assert.True(own is { Enabled: true, Account: { TakesTransfers: true, PaysOut: true }, NextPayoutAt: not null }, $"{own}");
                Assert.Contains(own.Payouts.Items, payout => payout.Id == paid.Id);
                var paidOut = own.Payouts.Items.Where(payout => payout.Status == "paid").Sum(payout => payout.AmountMinorUnits);

                // The gateway pays out what it has; that the last of it came is in the books when its job has heard of it.
                for (var waited = Stopwatch.StartNew(); ; await Task.Delay(200))
                {
                    var total = Assert.Single((await provider.Provider.StatementAsync()).Totals);
                    Assert.Equal(total.ClosingMinorUnits, total.OpeningMinorUnits + total.NetMinorUnits - total.PaidOutMinorUnits);
                    if (total.PaidOutMinorUnits >= paidOut)
                    {
                        break;
                    }

                    Assert.True(waited.Elapsed < TimeSpan.FromMinutes(2), $"{total.PaidOutMinorUnits} of {paidOut} are in the books.");
                }
            }

            service.Kill();
        }

        // The proof, of a service that was killed in the middle of it.
        using var output = new StringWriter();
        var code = await CommandLine.AllInOneCommand.Run(["ledger", "verify", "--data-dir", folder.Path, "--quiet"], output, output);
        Assert.True(code == ExitCodes.Success, output.ToString());
    }

    /// <summary>A payout that has come at a provider's bank; merchants are paid out as well.</summary>
    private static async Task<PayoutResource> ProviderPaid(DispatchClient client)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if ((await client.Ops.PayoutsAsync("paid")).Items.FirstOrDefault(payout => payout.Payee == "provider") is { } paid)
            {
                return paid;
            }

            Assert.True(waited.Elapsed < Patience, $"No provider is paid out after {waited.Elapsed}; there are {(await client.Ops.PayoutsAsync()).Items.Length} payouts.");
            await Task.Delay(TimeSpan.FromMilliseconds(250));
        }
    }
}
