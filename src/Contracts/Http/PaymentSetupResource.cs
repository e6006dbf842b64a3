using O2O.Dispatch.Contracts.Customers;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>How the saving of a card stands.</summary>
/// <param name="SetupId">The gateway's id of it.</param>
/// <param name="State">Where it stands.</param>
/// <param name="ClientSecret">With what the app confirms; null when nothing is to be confirmed.</param>
/// <param name="PaymentMethod">The gateway's token of the card, once it is saved.</param>
public sealed record PaymentSetupResource(string SetupId, MethodSetupState State, string? ClientSecret, string? PaymentMethod);
