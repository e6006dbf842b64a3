namespace O2O.Dispatch.Contracts.Vouchers;

/// <summary>Tells a customer of a voucher that was issued. At least once; what cannot be sent is the sender's to log. Thread-safe.</summary>
public interface IVoucherNews
{
    /// <summary>Tells it.</summary>
    /// <param name="customer">Whose it is.</param>
    /// <param name="campaign">What it is good for.</param>
    /// <param name="job">The job that earned it; null for none.</param>
    /// <param name="code">Its code, without hyphens.</param>
    /// <param name="until">From when on it cannot be used.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask Issued(Guid customer, Guid campaign, Guid? job, string code, DateTimeOffset until, CancellationToken cancellationToken);
}
