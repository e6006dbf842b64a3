using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Grains.Tests.Harness;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>What is signed is the quote as it is written everywhere, whatever of it was written before.</summary>
public sealed class QuoteTokenTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    [Fact]
    public async Task Sign_SeveralQuotesOfOneClass_EachSaysItsOwnAndIsReadBack()
    {
        var host = silo.Host;
        var market = await host.Market();
        var desk = host.Services.GetRequiredService<QuoteDesk>();
        var tokens = host.Services.GetRequiredService<QuoteTokens>();
        for (var to = 5; to < 8; to++)
        {
            var reply = desk.Quote(new QuoteRequest(market.Name, "ride", host.NewId(), [TestMarket.Wire(1, 1), TestMarket.Wire(to, 3)], 1, null), []);
            var body = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(reply.Token!.Split('.')[0]));
            Assert.Equal(JsonSerializer.Serialize(reply.Quote, DispatchJson.Options), body);
            Assert.Equal(body, JsonSerializer.Serialize(tokens.Verify(reply.Token), DispatchJson.Options));
        }
    }
}
