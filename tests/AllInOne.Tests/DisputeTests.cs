using System.Diagnostics;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.AllInOne.Tests;

/// <summary>A bank takes a top-up back: the sandbox charges the card over HTTP, tells of the dispute by a signed webhook, and the wallet and the books follow.</summary>
public sealed class DisputeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task TopUp_ThatItsBankTakesBack_LeavesTheWalletBySignedWebhook()
    {
        using var folder = new TemporaryFolder();
        using (var service = await RunningService.Start(RunningService.FreePort(), "--vehicles", "1", "--requests-per-hour", "1", "--data-dir", folder.Path, "--ops-port", "0"))
        {
            var (customer, _) = await service.SignIn("customer");
            using (customer)
            {
                var market = (await customer.MarketsAsync())[0].Market;
                await customer.Customer.AddPaymentMethodAsync(new PaymentMethodBody("pm_card_visa"));
                await customer.Customer.AddPaymentMethodAsync(new PaymentMethodBody("pm_card_createDispute"));
                await customer.Customer.BeginTopUpAsync(new WalletTopUpBody(market, 4_000, "pm_card_visa"));
                await customer.Customer.BeginTopUpAsync(new WalletTopUpBody(market, 2_500, "pm_card_createDispute"));
                var waited = Stopwatch.StartNew();
                WalletResource wallet;
                while ((wallet = await customer.Customer.WalletAsync()).Entries.Items.Length < 3)
                {
                    Assert.True(waited.Elapsed < Patience, $"There are {string.Join(", ", wallet.Entries.Items.Select(entry => entry.Kind))} after {waited.Elapsed}.");
                    await Task.Delay(TimeSpan.FromMilliseconds(100));
                }

                // Two top-ups, and one of them taken back, once: the sandbox tells twice, that it was opened and that the money has gone.
                Assert.Equal(["disputed 2500", "topped_up 2500", "topped_up 4000"], wallet.Entries.Items.Select(entry => $"{entry.Kind} {entry.AmountMinorUnits}").Order(StringComparer.Ordinal));
                Assert.Equal((4_000, 0, 4_000), wallet.Balances.Select(balance => (balance.BalanceMinorUnits, balance.HeldMinorUnits, balance.AvailableMinorUnits)).Single());
            }

            service.Kill();
        }

        using var output = new StringWriter();
        var code = await CommandLine.AllInOneCommand.Run(["ledger", "verify", "--data-dir", folder.Path, "--quiet"], output, output);
        Assert.True(code == ExitCodes.Success, output.ToString());
    }
}
