using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Domain.Fares;

/// <summary>What the platform keeps of a job.</summary>
/// <param name="Share">Of the gross without tax.</param>
/// <param name="Fixed">On top of the share, not negative.</param>
public sealed record CommissionPlan(BasisPoints Share, Money.Money Fixed);
