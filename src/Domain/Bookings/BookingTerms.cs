namespace O2O.Dispatch.Domain.Bookings;

/// <summary>What a booking goes by. They are those of the resource when the booking was made: who books is not met by what is changed later.</summary>
/// <param name="Deposit">What is paid, and what of it stays.</param>
/// <param name="Early">So long before the slot begins people are let in.</param>
/// <param name="Grace">So long after it begins a store waits.</param>
public sealed record BookingTerms(DepositPolicy Deposit, TimeSpan Early, TimeSpan Grace);
