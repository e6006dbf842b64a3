using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Contracts.Chains;

/// <summary>The ids of a chain and its jobs follow from the command that orders it: a repetition names the same, and who knows the chain finds its jobs.</summary>
public static class ChainIds
{
    /// <summary>The chain that a command orders.</summary>
    public static Guid Of(CommandStamp stamp) => CommandStamp.DeterministicId($"chain\n{stamp.Id:N}");

    /// <summary>The job of a leg.</summary>
    /// <param name="chain">Which chain.</param>
    /// <param name="number">Which leg, counted from 1.</param>
    public static Guid Job(Guid chain, int number) => CommandStamp.DeterministicId($"leg\n{chain:N}\n{number}");

    /// <summary>The stamp of a leg's own order.</summary>
    public static CommandStamp Stamp(CommandStamp ofChain, int number) => new(CommandStamp.DeterministicId($"order-leg\n{ofChain.Id:N}\n{number}"), ofChain.BodyHash);

    /// <summary>The stamp under which the platform lets a leg go whose chain was not made: once, whoever says it.</summary>
    public static CommandStamp LettingGo(Guid job) => CommandStamp.Of(CommandStamp.DeterministicId($"chain-not-made\n{job:N}"));
}
