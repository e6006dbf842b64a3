using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Api.Live;

/// <summary>A part that knows of things a person should look at. Asked by the alert board now and then.</summary>
internal interface IAlertSource
{
    /// <summary>What is wrong now.</summary>
    /// <param name="limit">Of each kind, at most this many.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<ImmutableArray<AlertResource>> Look(int limit, CancellationToken cancellationToken);
}
