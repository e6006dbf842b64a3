namespace O2O.Dispatch.Contracts.Http;

/// <summary>Says whether extra work is wanted.</summary>
/// <param name="Approved">Whether.</param>
public sealed record ExtraAnswerBody(bool Approved);
