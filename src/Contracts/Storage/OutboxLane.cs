namespace O2O.Dispatch.Contracts.Storage;

/// <summary>Which rows of the outbox are delivered together. Those of one lane wait for each other; none waits for those of the other.</summary>
public enum OutboxLane
{
    /// <summary>What stays between our own parts: news of jobs, vouchers, bookings, stock, and what wallets pay.</summary>
    Own,

    /// <summary>What the payment gateway is asked, which may take as long as a call of it may.</summary>
    Gateway,
}
