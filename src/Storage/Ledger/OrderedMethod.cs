namespace O2O.Dispatch.Storage.Ledger;

/// <summary>Of a job's stored order, what says where its payments stand in the books.</summary>
/// <param name="PaymentMethod">What the customer pays with.</param>
internal sealed record OrderedMethod(string PaymentMethod);
