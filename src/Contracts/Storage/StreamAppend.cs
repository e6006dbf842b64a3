using O2O.Dispatch.Contracts.Push;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>An event to append to a durable stream in the same commit as the fact; the store gives it the next sequence.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Message">What happened.</param>
public sealed record StreamAppend(string Stream, PushMessage Message);
