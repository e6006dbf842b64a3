using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Domain.Fares;

namespace O2O.Dispatch.Api.Jobs;

/// <summary>Maps the lines of a price.</summary>
internal static class FareLines
{
    public static ImmutableArray<FareLineResource> Of(Fare fare)
    {
        var lines = ImmutableArray.CreateBuilder<FareLineResource>(fare.Lines.Length);
        foreach (var line in fare.Lines)
        {
            lines.Add(new FareLineResource(
                Snake.Of(line.Kind), line.Amount.MinorUnits, line.Funder is { } funder ? Snake.Of(funder.Kind) : null, line.Funder?.Id is { Length: > 0 } id ? id : null));
        }

        return lines.MoveToImmutable();
    }
}
