using System.Runtime.CompilerServices;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Client.Http;

/// <summary>Lists, page after page.</summary>
internal static class Paging
{
    /// <summary>Every item, asking for a page when the one before has been read.</summary>
    public static async IAsyncEnumerable<T> AllAsync<T>(Func<string?, CancellationToken, Task<Page<T>>> ask, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? cursor = null;
        do
        {
            var page = await ask(cursor, cancellationToken);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }
}
