namespace O2O.Dispatch.Contracts.Http;

/// <summary>A payment method to add.</summary>
/// <param name="PaymentMethod">The gateway's token of it.</param>
/// <param name="Default">Whether it is the one to use from now on.</param>
public sealed record PaymentMethodBody(string PaymentMethod, bool Default = false);
