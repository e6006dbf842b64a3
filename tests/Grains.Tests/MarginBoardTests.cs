using System.Collections.Immutable;
using System.Reflection;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>What is left of a market's margin is at most 30 s old, also when it cannot be read for a while.</summary>
public sealed class MarginBoardTests
{
    [Fact]
    public async Task Margin_WhereTheReadingFails_DoesNotPassTheOldFigureOffAsFresh()
    {
        var clock = new ManualClock(Scenarios.Now);
        var books = DispatchProxy.Create<IBooksReader, Books>();
        var board = new MarginBoard(books, clock);
        var floor = new MarginFloor(Scenarios.Usd(500), TimeSpan.FromHours(1));
        async Task<Domain.Money.Money> Ask() => (await board.Of(Scenarios.Market, floor, default)).Above;
        Assert.Equal(Scenarios.Usd(-500), await Ask());
        Assert.Equal(Scenarios.Usd(-500), await Ask());
        Assert.Equal(1, ((Books)(object)books).Reads);
        clock.Advance(MarginBoard.Fresh);
        ((Books)(object)books).Fails = true;
        await Assert.ThrowsAsync<InvalidOperationException>(Ask);
        await Assert.ThrowsAsync<InvalidOperationException>(Ask);
        ((Books)(object)books).Fails = false;
        Assert.Equal(Scenarios.Usd(-500), await Ask());
        Assert.Equal(4, ((Books)(object)books).Reads);
        await Ask();
        Assert.Equal(4, ((Books)(object)books).Reads);
    }

    /// <summary>Books in which nothing has moved, and which cannot be read at times.</summary>
    public class Books : DispatchProxy
    {
        public int Reads { get; private set; }

        public bool Fails { get; set; }

        protected override object Invoke(MethodInfo? method, object?[]? arguments)
        {
            Assert.Equal(nameof(IBooksReader.ByMarket), method!.Name);
            Reads++;
            return Fails ? throw new InvalidOperationException("The books cannot be read.") : new ValueTask<ImmutableArray<MarketMovement>>(ImmutableArray<MarketMovement>.Empty);
        }
    }
}
