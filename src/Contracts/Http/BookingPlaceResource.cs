namespace O2O.Dispatch.Contracts.Http;

/// <summary>What people book, as it stands.</summary>
/// <param name="ResourceId">Names it.</param>
/// <param name="MerchantId">Whose.</param>
/// <param name="Place">What it is; its version is the one to send with a change.</param>
public sealed record BookingPlaceResource(Guid ResourceId, Guid MerchantId, BookingPlaceBody Place);
