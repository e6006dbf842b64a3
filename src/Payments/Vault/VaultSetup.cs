namespace O2O.Dispatch.Payments.Vault;

/// <summary>The saving of a method for later payments without the customer.</summary>
/// <param name="Id">The gateway's id.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Customer">The gateway's customer; null when it names none.</param>
/// <param name="ClientSecret">With what the customer's app confirms: a secret of the customer's. Null when nothing is to be confirmed.</param>
/// <param name="Method">The method, once it is kept.</param>
/// <param name="Code">The gateway's reason, when it failed.</param>
/// <param name="Refusal">Why the method that was named is not taken; null when it is, or none was named.</param>
public sealed record VaultSetup(string Id, VaultSetupState State, string? Customer, string? ClientSecret, VaultMethod? Method, string? Code, VaultRefusal? Refusal = null);
