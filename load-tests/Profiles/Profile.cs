using O2O.Dispatch.LoadTests.People;
using O2O.Dispatch.LoadTests.Results;

namespace O2O.Dispatch.LoadTests.Profiles;

/// <summary>A load with a name.</summary>
internal abstract class Profile
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Profile> All { get; } = [new Smoke(), new EveningPeak(), new HotZone(), new ReconnectStorm(), new Overload()];

    /// <summary>As it is said on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What it is, in a line.</summary>
    public abstract string About { get; }

    /// <summary>How many accounts without more.</summary>
    public abstract int Accounts { get; }

    /// <summary>How long without more.</summary>
    public abstract TimeSpan Duration { get; }

    /// <summary>How far from the middle of the map people are, in metres.</summary>
    public virtual double RadiusMetres => 2_500;

    /// <summary>What its runs measure.</summary>
    public abstract KnownNames Names { get; }

    /// <summary>Runs it.</summary>
    /// <param name="world">Where.</param>
    /// <param name="limits">What must hold.</param>
    /// <param name="stop">Ends it early.</param>
    public abstract Task<ProfileResult> Run(World world, ThresholdFile limits, CancellationToken stop);
}
