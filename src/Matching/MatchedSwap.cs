namespace O2O.Dispatch.Matching;

/// <summary>A request that goes from the vehicle that holds it to another before pick-up.</summary>
/// <param name="RequestKey">The key of the request.</param>
/// <param name="FromSlot">The vehicle that holds it.</param>
/// <param name="ToSlot">The vehicle it goes to.</param>
/// <param name="OldPickUpMilliseconds">Milliseconds from now to the pick-up by the vehicle that holds it.</param>
/// <param name="NewPickUpMilliseconds">Milliseconds from now to the pick-up by the vehicle it goes to.</param>
public readonly record struct MatchedSwap(int RequestKey, int FromSlot, int ToSlot, int OldPickUpMilliseconds, int NewPickUpMilliseconds);
