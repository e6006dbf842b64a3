namespace O2O.Dispatch.Contracts.Http;

/// <summary>Ends the service.</summary>
/// <param name="MeasuredMetres">The distance as measured; left out, the quoted one is priced.</param>
public sealed record CompleteBody(double? MeasuredMetres = null);
