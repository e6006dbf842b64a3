using O2O.Dispatch.Contracts.Chains;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>Order a job on a signed quote.</summary>
/// <param name="Stamp">Makes a repetition recognisable.</param>
/// <param name="Job">The new job's id, chosen by the sender from the stamp, so that a repetition names the same job.</param>
/// <param name="Customer">Who orders.</param>
/// <param name="Quote">The signed quote as it was given.</param>
/// <param name="PaymentMethod">The gateway's token of the method to charge.</param>
/// <param name="GatewayCustomer">The gateway's customer who keeps it, as the customer's grain knows; null for a method by itself.</param>
/// <param name="Chain">Its place among the jobs that are ordered with it; null for a job by itself.</param>
[GenerateSerializer, Immutable, Alias("o2o.request-job")]
public sealed record RequestJob(
    [property: Id(0)] CommandStamp Stamp,
    [property: Id(1)] Guid Job,
    [property: Id(2)] Guid Customer,
    [property: Id(3)] string Quote,
    [property: Id(4)] string PaymentMethod,
    [property: Id(5)] string? GatewayCustomer = null,
    [property: Id(6)] WireChainPlace? Chain = null);
