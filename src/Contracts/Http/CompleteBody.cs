namespace O2O.Dispatch.Contracts.Http;

/// <summary>Ends the service.</summary>
/// <param name="MeasuredMetres">The distance as measured; left out, the quoted one is priced.</param>
/// <param name="Pin">What the customer said at the door, where goods are brought and the terms ask for a code.</param>
/// <param name="SignedBy">Who signed for the goods, where they do not.</param>
public sealed record CompleteBody(double? MeasuredMetres = null, string? Pin = null, string? SignedBy = null);
