namespace O2O.Dispatch.Contracts.Storage;

/// <summary>A row of the outbox.</summary>
/// <param name="Id">Given by the store, ascending.</param>
/// <param name="Message">What is owed.</param>
/// <param name="CreatedAt">When it was committed.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="DueAt">Not to be tried again before.</param>
public sealed record OutboxRow(long Id, OutboxMessage Message, DateTimeOffset CreatedAt, int Attempts, DateTimeOffset DueAt);
