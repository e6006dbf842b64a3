namespace O2O.Dispatch.Contracts.Http;

/// <summary>A place that a customer wants.</summary>
/// <param name="ResourceId">Of what.</param>
/// <param name="BeginsAt">When the slot begins.</param>
/// <param name="Party">For how many.</param>
public sealed record BookingBody(Guid ResourceId, DateTimeOffset BeginsAt, int Party);
