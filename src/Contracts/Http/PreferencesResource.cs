namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a customer wants.</summary>
/// <param name="Suggestions">Whether something may be suggested now and then.</param>
public sealed record PreferencesResource(bool Suggestions);
