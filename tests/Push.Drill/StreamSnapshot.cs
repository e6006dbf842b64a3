namespace O2O.Dispatch.Pushes.Drill;

/// <summary>A snapshot that took the place of what came before.</summary>
/// <param name="Before">How many facts had been told by then.</param>
/// <param name="Epoch">Where it stands.</param>
/// <param name="Sequence">Where it stands.</param>
/// <param name="Jobs">The jobs that it has.</param>
internal sealed record StreamSnapshot(int Before, long Epoch, long Sequence, IReadOnlyList<ToldJob> Jobs);
