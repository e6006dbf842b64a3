using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payouts;

namespace O2O.Dispatch.Contracts.Payouts;

/// <summary>A payee whose account at the gateway may hold something.</summary>
/// <param name="Payee">Whose.</param>
/// <param name="Currency">In what.</param>
/// <param name="Version">Of the payee's row.</param>
public sealed record PayeeHolding(Payee Payee, Currency Currency, long Version);
