namespace O2O.Dispatch.Payments.Webhooks;

/// <summary>Takes news of payments to the jobs. The same news any number of times, in any order, comes to the same. Thread-safe.</summary>
public interface IPaymentEventSink
{
    /// <summary>Tells the job that the news is of.</summary>
    /// <returns>What became of it. A fault of the store or the engine is an exception: nobody knows, and it is told again.</returns>
    Task<EventVerdict> Tell(PaymentEvent happened, CancellationToken cancellationToken);
}
