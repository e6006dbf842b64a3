using System.Collections.Immutable;
using O2O.Dispatch.Domain.Books;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>What a close is made of, all of it read at one instant: what is posted is pending no more.</summary>
/// <param name="Movements">What moved on every kind of account, by currency and cause, before the period and in it.</param>
/// <param name="Pending">What was pending on every kind of account as the period ends: held or awaited, and neither posted nor voided by then. None of it is in the movements. In order of currency, then name.</param>
public sealed record BookSums(ImmutableArray<AccountMovement> Movements, ImmutableArray<AccountPending> Pending);
