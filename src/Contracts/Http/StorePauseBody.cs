namespace O2O.Dispatch.Contracts.Http;

/// <summary>Whether a store rests.</summary>
/// <param name="Paused">Whether it takes no orders for now.</param>
public sealed record StorePauseBody(bool Paused);
