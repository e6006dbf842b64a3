namespace O2O.Dispatch.Contracts.Push;

/// <summary>One event of one stream. A stream's sequence has no gap and no duplicate.</summary>
/// <param name="Stream">For instance <c>customer/{id}</c>; see <see cref="StreamNames"/>.</param>
/// <param name="Epoch">Changes when sequences begin anew. Durable streams keep epoch 1.</param>
/// <param name="Sequence">1 for the first of the epoch.</param>
/// <param name="At">When it came to be.</param>
/// <param name="Message">What happened.</param>
public sealed record StreamEvent(string Stream, long Epoch, long Sequence, DateTimeOffset At, PushMessage Message);
