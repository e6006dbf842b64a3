namespace O2O.Dispatch.Contracts.Http;

/// <summary>Says that the app has confirmed a setup.</summary>
/// <param name="Default">Whether the card becomes the one to use from now on.</param>
public sealed record PaymentSetupDoneBody(bool Default = false);
