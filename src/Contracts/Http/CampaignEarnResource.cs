using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>Which completed jobs earn a voucher. What is left out bounds nothing.</summary>
/// <param name="Markets">Where.</param>
/// <param name="ServiceClasses">Which kinds of service.</param>
/// <param name="Merchants">Whose.</param>
/// <param name="MinimumPaidMinorUnits">The least that the customer has paid.</param>
public sealed record CampaignEarnResource(
    ImmutableArray<string>? Markets = null, ImmutableArray<string>? ServiceClasses = null, ImmutableArray<Guid>? Merchants = null, long? MinimumPaidMinorUnits = null);
