using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What changed on the map of a market since the frame before, or all of it in a snapshot.</summary>
/// <param name="Market">The market.</param>
/// <param name="Epoch">Of the vehicle indexes; when it changes, all is to be asked for anew.</param>
/// <param name="Sequence">1, 2, 3 ...; after a gap all is to be asked for anew.</param>
/// <param name="At">When.</param>
/// <param name="Joined">Vehicles that got an index: the provider ids, beginning with <paramref name="FirstIndex"/>.</param>
/// <param name="FirstIndex">The index of the first of them.</param>
/// <param name="Vehicles">Base64 of 13 bytes for each vehicle that moved or changed, little endian: index (uint32), longitude and latitude in millionths of a degree (int32 each),
/// state (byte: 0 offline, which takes it off the map; 1 available; 2 reserved; 3 on trip; 4 stopped).</param>
/// <param name="Waiting">Jobs that nobody has, which came to be so: place of the pick-up.</param>
/// <param name="NoLongerWaiting">Jobs that wait no longer.</param>
/// <param name="Cells">Of a part that is looked at from afar, in place of its vehicles: the cells whose vehicles have changed. Null of others.</param>
public sealed record MapFrame(
    string Market,
    long Epoch,
    long Sequence,
    DateTimeOffset At,
    ImmutableArray<Guid> Joined,
    int FirstIndex,
    byte[] Vehicles,
    ImmutableArray<WaitingJob> Waiting,
    ImmutableArray<Guid> NoLongerWaiting,
    ImmutableArray<MapCell>? Cells = null);
