using System.Text.Json;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Simulation;

namespace O2O.Dispatch.Replay.Store;

/// <summary>A line of the journal of acknowledged commands.</summary>
internal static class AckLine
{
    /// <summary>As a line.</summary>
    public static byte[] Write(Acknowledgement acknowledged) => JsonSerializer.SerializeToUtf8Bytes(acknowledged, DispatchJson.Options);

    /// <summary>Back from a line.</summary>
    public static Acknowledgement Read(string line) => JsonSerializer.Deserialize<Acknowledgement>(line, DispatchJson.Options);
}
