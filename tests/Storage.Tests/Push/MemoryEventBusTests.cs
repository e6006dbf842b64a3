using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Storage.Push;
using O2O.Dispatch.Storage.Tests.Contract;

namespace O2O.Dispatch.Storage.Tests.Push;

public sealed class MemoryEventBusTests : EventBusContract
{
    protected override Task<(IEventBus Here, IEventBus There)> Open()
    {
        var bus = new MemoryEventBus();
        return Task.FromResult<(IEventBus, IEventBus)>((bus, bus));
    }
}
