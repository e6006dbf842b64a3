using System.Text.Json;
using O2O.Dispatch.Contracts.Json;

namespace O2O.Dispatch.Grains.Tests.Upgrade;

/// <summary>The form of stored answers and of events between nodes.</summary>
public sealed class StoredContractTests : OlderContractContract
{
    protected override TTo Carry<TFrom, TTo>(TFrom value) =>
        JsonSerializer.Deserialize<TTo>(JsonSerializer.SerializeToUtf8Bytes(value, DispatchJson.Options), DispatchJson.Options)!;
}
