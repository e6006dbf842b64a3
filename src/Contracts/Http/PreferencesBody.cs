namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a customer wants.</summary>
/// <param name="Suggestions">Whether something may be suggested now and then. Off until the customer says otherwise.</param>
public sealed record PreferencesBody(bool Suggestions);
