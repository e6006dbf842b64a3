namespace O2O.Dispatch.Contracts.Http;

/// <summary>A service class of a market.</summary>
/// <param name="ServiceClass">Its name.</param>
/// <param name="Currency">What is paid in.</param>
/// <param name="PinRequired">Whether the provider needs the customer's PIN to begin.</param>
/// <param name="OfferTimeoutSeconds">How long a provider may think about an offer.</param>
/// <param name="PatienceSeconds">From order to pick-up at the most.</param>
/// <param name="Kind">Which product it is (delivery, home_service, redemption); left out for a ride.</param>
/// <param name="LeadSeconds">How long before a booked time, or before goods are ready, somebody is looked for.</param>
public sealed record ServiceClassResource(string ServiceClass, string Currency, bool PinRequired, double OfferTimeoutSeconds, double PatienceSeconds, string? Kind = null, double LeadSeconds = 0);
