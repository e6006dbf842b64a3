using Microsoft.AspNetCore.Builder;

namespace O2O.Dispatch.Api.Admission;

/// <summary>Puts endpoints into lanes.</summary>
internal static class AdmissionExtensions
{
    /// <summary>Makes an endpoint wait for others of its lane when there are many of them.</summary>
    public static TBuilder Waits<TBuilder>(this TBuilder endpoint, AdmissionLane lane)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new LaneMark(lane));
}
