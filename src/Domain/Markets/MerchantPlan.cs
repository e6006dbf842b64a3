using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Merchants;

namespace O2O.Dispatch.Domain.Markets;

/// <summary>A merchant whose jobs a market or a class takes.</summary>
/// <param name="Merchant">Who.</param>
/// <param name="Commission">What the platform keeps of its jobs; null for what the class says.</param>
public sealed record MerchantPlan(MerchantId Merchant, CommissionPlan? Commission = null);
