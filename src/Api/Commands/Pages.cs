using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Api.Commands;

/// <summary>Pages of things in order of their ids.</summary>
internal static class Pages
{
    /// <summary>Makes a page.</summary>
    /// <param name="found">One more than the page holds, when there are more.</param>
    /// <param name="limit">What the page holds.</param>
    /// <param name="tell">What is told of each.</param>
    /// <param name="idOf">Its id, after which the next page begins.</param>
    public static Page<TTold> Of<TFound, TTold>(ImmutableArray<TFound> found, int limit, Func<TFound, TTold> tell, Func<TFound, Guid> idOf) =>
        new([.. found.Take(limit).Select(tell)], found.Length > limit ? Cursors.Of(idOf(found[limit - 1])) : null);
}
