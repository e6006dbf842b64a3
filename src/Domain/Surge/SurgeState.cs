using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Domain.Surge;

/// <summary>Where the multiplier of a service in a zone stands.</summary>
/// <param name="Smooth">The multiplier before it is rounded; at least one.</param>
/// <param name="Shown">What customers see and pay.</param>
/// <param name="At">When demand and supply were last counted.</param>
/// <param name="Override">An operator's own multiplier; null for none.</param>
public sealed record SurgeState(double Smooth, BasisPoints Shown, DateTimeOffset At, SurgeOverride? Override = null)
{
    /// <summary>The plain price.</summary>
    public static SurgeState Plain(DateTimeOffset at) => new(1, BasisPoints.One, at);

    /// <summary>What an order at an instant is multiplied by.</summary>
    public BasisPoints MultiplierAt(DateTimeOffset now) => Override is { } own && now < own.Until ? own.Multiplier : Shown;

    /// <summary>
    /// Counts demand and supply anew. The multiplier moves towards where they would have it, by how much time has passed and not by how often it is counted. What is shown changes only when the
    /// multiplier is more than three quarters of a step away from it.
    /// </summary>
    /// <param name="plan">How it follows.</param>
    /// <param name="waiting">Requests without a provider, not negative.</param>
    /// <param name="free">Providers who could take one, not negative; none counts as one.</param>
    /// <param name="now">The instant; one that is not after the last changes nothing.</param>
    public SurgeState Next(SurgePlan plan, int waiting, int free, DateTimeOffset now)
    {
        if (now <= At)
        {
            return this;
        }

        var cap = plan.Cap.Value / 10_000.0;
        var excess = (double)waiting / Math.Max(1, free) - plan.BalancedRatio;
        var target = Math.Clamp(1 + (excess * plan.Gain.Value / 10_000.0), 1, cap);
        var left = Math.Pow(2, -((now - At) / plan.HalfLife));
        var smooth = Math.Clamp(target + ((Smooth - target) * left), 1, cap);
        var step = plan.Step.Value;
        var exact = smooth * 10_000;
        var shown = Math.Abs(exact - Shown.Value) > 0.75 * step ? Rounded(exact, step, plan.Cap) : Shown.Value > plan.Cap.Value ? plan.Cap : Shown;
        return this with { Smooth = smooth, Shown = shown, At = now, Override = Override is { } own && now < own.Until ? own : null };
    }

    private static BasisPoints Rounded(double exact, int step, BasisPoints cap) =>
        new(Math.Clamp(10_000 + (int)Math.Round((exact - 10_000) / step, MidpointRounding.ToEven) * step, 10_000, cap.Value));
}
