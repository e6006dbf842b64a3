namespace O2O.Dispatch.Contracts.Storage;

/// <summary>An outbox row that was set aside for a person to look at.</summary>
/// <param name="Row">The row.</param>
/// <param name="Error">What the last attempt said.</param>
public sealed record ParkedRow(OutboxRow Row, string Error);
