namespace O2O.Dispatch.Contracts.Http;

/// <summary>People come without a booking, into the slot that is on.</summary>
/// <param name="Party">How many.</param>
public sealed record WalkInBody(int Party);
