using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Grains.Outbox;
using O2O.Dispatch.Grains.Tests.Harness;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>What a sweep does while somebody does not answer.</summary>
public sealed class OutboxSweepTests
{
    private static readonly Guid Store = Guid.CreateVersion7(GrainHost.Start);
    private static readonly Guid Job = Guid.CreateVersion7(GrainHost.Start);

    private readonly IGrainFactory _grains = Substitute.For<IGrainFactory>();
    private readonly IPaymentGateway _gateway = Substitute.For<IPaymentGateway>();
    private readonly IOutboxStore _store = Substitute.For<IOutboxStore>();
    private readonly IShelfGrain _shelf = Substitute.For<IShelfGrain>();

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task TakeOver_OneLaneDoesNotAnswer_TheOtherIsDelivered(bool shelfAnswers, bool gatewayAnswers)
    {
        var never = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        var given = new TaskCompletionSource();
        var request = new GatewayRequest(new JobId(Job), GatewayOperation.Capture, 1, "intent", new Money(100, Currency.Usd), TestMethods.Succeeds);
        _store.Due(OutboxLane.Own, default, default, default).ReturnsForAnyArgs([]);
        _store.Due(OutboxLane.Own, Arg.Any<DateTimeOffset>(), Arg.Any<int>(), Arg.Any<CancellationToken>()).Returns(Row(1, new OutboxMessage.ReturnStock(Store, Job)));
        _store.Due(OutboxLane.Gateway, Arg.Any<DateTimeOffset>(), Arg.Any<int>(), Arg.Any<CancellationToken>()).Returns(Row(2, new OutboxMessage.AskGateway(request)));
        _store.IsDue(default, default, default, default).ReturnsForAnyArgs(true);
        _grains.GetGrain<IShelfGrain>(Store.ToString("N")).Returns(_shelf);
        _shelf.GiveBack(Job, Arg.Any<CancellationToken>()).Returns(async _ =>
        {
            given.TrySetResult();
            await (shelfAnswers ? Task.CompletedTask : never.Task);
            return default!;
        });
        _gateway.Send(request, Arg.Any<CancellationToken>()).Returns(async _ =>
        {
            asked.TrySetResult();
            await (gatewayAnswers ? Task.FromException(new IOException("It is away.")) : never.Task);
            return default!;
        });

        var pump = new OutboxPump(_grains, _gateway, _store, new AtOnce(), new ManualClock(), Options.Create(new OutboxOptions()), NullLogger<OutboxPump>.Instance);
        pump.TakeOver();
        await Task.WhenAll(asked.Task, given.Task).WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static ValueTask<ImmutableArray<OutboxRow>> Row(long id, OutboxMessage message) => new([new OutboxRow(id, message, GrainHost.Start, 0, GrainHost.Start)]);

    private sealed class AtOnce : IBackgroundWork
    {
        public void Start(string name, Func<CancellationToken, Task> work) => _ = work(CancellationToken.None);
    }
}
