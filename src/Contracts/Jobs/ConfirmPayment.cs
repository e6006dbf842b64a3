using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>The customer's app says that the customer has confirmed the payment.</summary>
/// <param name="Stamp">Makes a repetition recognisable.</param>
/// <param name="Customer">Who.</param>
[GenerateSerializer, Immutable, Alias("o2o.confirm-payment")]
public sealed record ConfirmPayment([property: Id(0)] CommandStamp Stamp, [property: Id(1)] Guid Customer);
