using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Merchants;

/// <summary>Somebody who works for a merchant.</summary>
/// <param name="Id">Who: the subject of its tokens.</param>
/// <param name="Merchant">For whom.</param>
/// <param name="Store">The store that it sees; null for an owner, who sees all.</param>
/// <param name="Role">What it may.</param>
/// <param name="Name">For people: 1 to 100 characters.</param>
/// <param name="RevokedAt">From when on it may nothing; null while it may.</param>
public sealed record StaffMember(StaffId Id, MerchantId Merchant, StoreId? Store, StaffRole Role, string Name, DateTimeOffset? RevokedAt = null)
{
    /// <summary>What is wrong, a line each; empty when it is sound.</summary>
    public IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > 100)
        {
            yield return "Staff has a name of 1 to 100 characters.";
        }

        if (Role == StaffRole.Counter != Store.HasValue)
        {
            yield return "Who serves at a counter has one store; an owner has none of its own.";
        }
    }
}
