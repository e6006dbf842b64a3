using System.Runtime.InteropServices;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Embedded;

namespace O2O.Dispatch.Replay.Run;

/// <summary>Feeds every event of the bus to the event hash: its stream, its place in it and its instant.</summary>
internal static class EventTrace
{
    /// <summary>Starts to listen.</summary>
    public static void Listen(IEventBus bus, IEngineTrace trace) => bus.Listen(happened =>
    {
        trace.Record("event", MemoryMarshal.AsBytes(happened.Stream.AsSpan()));
        trace.Record(happened.Message.GetType().Name, happened.Sequence, happened.At.Ticks);
    });
}
