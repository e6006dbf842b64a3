namespace O2O.Dispatch.Contracts.Http;

/// <summary>Begins to save a card.</summary>
/// <param name="PaymentMethod">A method to confirm at once, for tests; null when the app names it with the client secret.</param>
/// <param name="Default">Whether it becomes the default when it is saved at once.</param>
public sealed record PaymentSetupBody(string? PaymentMethod = null, bool Default = false);
