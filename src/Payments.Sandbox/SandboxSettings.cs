namespace O2O.Dispatch.Payments.Sandbox;

/// <summary>How the sandbox behaves. Given by the host; there is no configuration file for it.</summary>
public sealed record SandboxSettings
{
    /// <summary>How long a hold on a card lasts, as said in <c>capture_before</c>; then it is let go. Default: 7 days, as with most cards.</summary>
    public TimeSpan HoldDuration { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long a stored answer is kept for its idempotency key. Default: 24 h; afterwards the key counts as new.</summary>
    public TimeSpan KeyRetention { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How late a slow answer comes. Default: 20 s.</summary>
    public TimeSpan Slowness { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>After how long a payout is paid. Default: 2 days.</summary>
    public TimeSpan PayoutDelay { get; init; } = TimeSpan.FromDays(2);

    /// <summary>The gateway's fee on captured money, in basis points. Default: 290.</summary>
    public int FeeBasisPoints { get; init; } = 290;

    /// <summary>The gateway's fee per capture, in minor units. Default: 30.</summary>
    public long FeeFixed { get; init; } = 30;

    /// <summary>Whether transfers and payouts need the money to be there. Default: yes.</summary>
    public bool RequireFunds { get; init; } = true;

    /// <summary>How often a webhook is tried again after a failure, with waits that double from a second. Default: 5.</summary>
    public int WebhookRetries { get; init; } = 5;

    /// <summary>How many payments that are over are kept, the latest; older ones are no longer to be found, as their events. 0 keeps all. Default: 0.</summary>
    public int KeptPayments { get; init; }

    /// <summary>How long a webhook's receiver may take. Default: 5 s.</summary>
    public TimeSpan WebhookTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
