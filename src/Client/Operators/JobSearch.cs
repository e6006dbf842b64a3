using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Places;

namespace O2O.Dispatch.Client.Operators;

/// <summary>Which jobs an operator looks for; what is null does not narrow the search.</summary>
/// <param name="CustomerId">Of this customer.</param>
/// <param name="ProviderId">Had by this provider.</param>
/// <param name="State">In this state.</param>
/// <param name="Market">In this market.</param>
/// <param name="From">Requested at this instant or later.</param>
/// <param name="To">Requested before this instant.</param>
/// <param name="Near">With a pick-up near here; goes with <paramref name="RadiusMetres"/>.</param>
/// <param name="RadiusMetres">How near.</param>
public sealed record JobSearch(
    Guid? CustomerId = null,
    Guid? ProviderId = null,
    JobState? State = null,
    string? Market = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    WirePoint? Near = null,
    double? RadiusMetres = null);
