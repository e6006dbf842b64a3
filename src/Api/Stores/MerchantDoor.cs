using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using O2O.Dispatch.Api.Commands;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Domain.Merchants;

namespace O2O.Dispatch.Api.Stores;

/// <summary>Says for whom a caller acts: a merchant for itself, staff for its merchant. Looked up at every request, so that who is revoked is out at once. Thread-safe.</summary>
/// <param name="store">Where merchants and staff are.</param>
internal sealed class MerchantDoor(IMerchantStore store)
{
    /// <summary>Opens it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="owner">Whether only an owner may.</param>
    /// <returns>The scope, or why there is none.</returns>
    public ValueTask<(MerchantScope? Scope, Problem? Problem)> Open(HttpContext http, bool owner) => Open(http.User, owner, http.RequestAborted);

    /// <summary>Opens it to who asks for a page of something that is listed by id.</summary>
    /// <param name="http">The request.</param>
    /// <param name="owner">Whether only an owner may.</param>
    /// <param name="limit">As it was said.</param>
    /// <param name="cursor">As it was said.</param>
    /// <returns>The scope, how many are wanted and before which id; or why there is none.</returns>
    public async ValueTask<(MerchantScope? Scope, Problem? Problem, int Count, Guid? Before)> Page(HttpContext http, bool owner, int? limit, string? cursor)
    {
        var (opened, problem) = await Open(http, owner);
        if (opened is null)
        {
            return (null, problem, 0, null);
        }

        var faults = new List<(string, string)>();
        var (count, before) = Cursors.PageOfIds(limit, cursor, faults);
        return faults.Count > 0 ? (null, Problem.Invalid(faults), 0, null) : (opened, null, count, before);
    }

    /// <summary>Opens it to whoever is connected.</summary>
    /// <param name="user">Who.</param>
    /// <param name="owner">Whether only an owner may.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    public async ValueTask<(MerchantScope? Scope, Problem? Problem)> Open(ClaimsPrincipal user, bool owner, CancellationToken cancellationToken)
    {
        var id = Caller.IdOf(user);
        var (merchant, role, only) = (new MerchantId(id), StaffRole.Owner, (Domain.Stores.StoreId?)null);
        if (!Caller.Is(user, Roles.Merchant))
        {
            if (await store.Find(new StaffId(id), cancellationToken) is not { } member)
            {
                return (null, Problem.Of(404, "not_found", "Nobody of that id works for a merchant."));
            }

            if (member.RevokedAt is not null || (owner && member.Role != StaffRole.Owner))
            {
                return (null, Problem.Of(403, "forbidden", member.RevokedAt is null ? "Only an owner may do that." : "This access was revoked."));
            }

            (merchant, role, only) = (member.Merchant, member.Role, member.Store);
        }

        return await store.Find(merchant, cancellationToken) is { } known
            ? (new MerchantScope(known, role, only), null)
            : (null, Problem.Of(404, "not_found", "There is no such merchant: an operator takes it first."));
    }
}
