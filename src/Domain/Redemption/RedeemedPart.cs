using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Redemption;

/// <summary>What was had at a counter at once.</summary>
/// <param name="Command">Names it: said again it is the same.</param>
/// <param name="Units">How many.</param>
/// <param name="Worth">Of what was paid.</param>
/// <param name="Store">Where.</param>
/// <param name="By">The counter's staff.</param>
/// <param name="At">When.</param>
public sealed record RedeemedPart(Guid Command, int Units, Money.Money Worth, StoreId Store, Guid By, DateTimeOffset At);
