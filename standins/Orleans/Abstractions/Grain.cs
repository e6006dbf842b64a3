using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Embedded;
using Orleans.Runtime;

namespace Orleans;

/// <summary>The usual base of a grain class.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    /// <summary>Takes the activation under construction on this thread.</summary>
    protected Grain()
        : this(ConstructionContext.Current!)
    {
    }

    /// <summary>Takes an activation given by hand.</summary>
    protected Grain(IGrainContext grainContext) => GrainContext = grainContext;

    /// <summary>The activation this object belongs to; null on an object made outside the engine.</summary>
    public IGrainContext GrainContext { get; }

    /// <summary>The reference to this grain.</summary>
    public GrainReference GrainReference => GrainContext.GrainReference;

    /// <summary>The identity in words: type and key.</summary>
    public string IdentityString => GrainContext.GrainId.ToString();

    /// <summary>Makes references to other grains.</summary>
    protected IGrainFactory GrainFactory => ServiceProvider.GetRequiredService<IGrainFactory>();

    /// <summary>The services of this activation.</summary>
    protected internal IServiceProvider ServiceProvider => Required().ActivationServices;

    /// <inheritdoc cref="IGrainBase.OnActivateAsync"/>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc cref="IGrainBase.OnDeactivateAsync"/>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc cref="GrainBaseExtensions.DeactivateOnIdle"/>
    protected void DeactivateOnIdle() => ((IGrainBase)this).DeactivateOnIdle();

    /// <summary>Keeps the grain from being collected as idle for this long; a negative span takes that back.</summary>
    protected void DelayDeactivation(TimeSpan timeSpan)
    {
        if (Required() is ITimerHost host)
            host.DelayDeactivation(timeSpan);
    }

    private IGrainContext Required() =>
        GrainContext ?? throw new InvalidOperationException($"{GetType()} was made outside the engine, so it has no activation.");
}
