namespace O2O.Dispatch.Contracts.Notifications;

/// <summary>A message for a phone or a mailbox.</summary>
/// <param name="Id">Names it.</param>
/// <param name="At">When.</param>
/// <param name="Channel">push, sms or email.</param>
/// <param name="Kind">offer, pin, receipt, payment_owed, refund_failed, voucher or suggestion.</param>
/// <param name="To">customer/{id} or provider/{id}; whoever sends it knows the address.</param>
/// <param name="Text">What it says.</param>
/// <param name="Job">Which job it is about.</param>
public sealed record Notification(Guid Id, DateTimeOffset At, string Channel, string Kind, string To, string Text, Guid? Job);
