using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>Customers whose first completed job was in one week.</summary>
/// <param name="WeekBegins">The Monday, UTC.</param>
/// <param name="Customers">How many.</param>
/// <param name="Again">How many of them completed another job in the first to the eighth seven days after their own first. A week that is not over yet grows.</param>
/// <param name="Shares">The same as shares of the customers.</param>
public sealed record CohortResource(DateOnly WeekBegins, long Customers, ImmutableArray<long> Again, ImmutableArray<double> Shares);
