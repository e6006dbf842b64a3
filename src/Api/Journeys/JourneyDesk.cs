using System.Security.Claims;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Contracts.Journeys;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Journeys;

namespace O2O.Dispatch.Api.Journeys;

/// <summary>Gives quotes their journey, and writes down that they were given. Thread-safe.</summary>
internal sealed class JourneyDesk(IJourneyStore store, ISecretSource secrets, TimeProvider time)
{
    /// <summary>A journey that nobody can guess.</summary>
    public JourneyId New() => JourneyId.Of(secrets.Bytes(JourneyId.RandomBytes));

    /// <summary>The journey that a quote is to be of: the one that is named, or a new one.</summary>
    /// <returns>Null when the one that is named has not begun.</returns>
    public async ValueTask<JourneyId?> Of(Guid? named, CancellationToken cancellationToken) => named is not { } id ? New()
        : await store.Knows(new JourneyId(id), cancellationToken) ? new JourneyId(id) : null;

    /// <summary>How who goes on with no journey came: by the page, or by the integrator's key.</summary>
    public static JourneySource SourceOf(ClaimsPrincipal caller) => Caller.Is(caller, Roles.Customer) ? JourneySource.Portal : JourneySource.ApiKey;

    /// <summary>Writes down that a quote was given, before anybody has it. One that goes on with no journey begins its own.</summary>
    public ValueTask Quoted(Quote quote, JourneyId journey, bool begins, ClaimsPrincipal caller, CancellationToken cancellationToken) =>
        store.Quoted(quote, begins && quote.Journey == journey ? SourceOf(caller) : null, time.GetUtcNow(), cancellationToken);
}
