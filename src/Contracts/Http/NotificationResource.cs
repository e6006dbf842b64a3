namespace O2O.Dispatch.Contracts.Http;

/// <summary>A message that was sent to a phone or a mailbox.</summary>
/// <param name="NotificationId">Names it.</param>
/// <param name="At">When.</param>
/// <param name="Channel">push, sms or email.</param>
/// <param name="Kind">offer, pin or receipt.</param>
/// <param name="To">customer/{id} or provider/{id}.</param>
/// <param name="Text">What it says.</param>
/// <param name="JobId">Which job it is about.</param>
public sealed record NotificationResource(Guid NotificationId, DateTimeOffset At, string Channel, string Kind, string To, string Text, Guid? JobId);
