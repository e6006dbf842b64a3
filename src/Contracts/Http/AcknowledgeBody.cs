namespace O2O.Dispatch.Contracts.Http;

/// <summary>An operator looked at something and leaves it as it is.</summary>
/// <param name="Note">What there is to say of it, at most <see cref="MaxNote"/> characters; null for nothing.</param>
public sealed record AcknowledgeBody(string? Note = null)
{
    /// <summary>The longest note, in characters.</summary>
    public const int MaxNote = 300;
}
