namespace O2O.Dispatch.Contracts.Http;

/// <summary>Somebody who works for a merchant, or did.</summary>
/// <param name="StaffId">Who: the subject of its tokens of the role counter.</param>
/// <param name="Name">For people.</param>
/// <param name="Role">owner or counter.</param>
/// <param name="StoreId">The one store that it sees; null for all.</param>
/// <param name="RevokedAt">From when on it may nothing; null while it may.</param>
public sealed record StaffResource(Guid StaffId, string Name, string Role, Guid? StoreId, DateTimeOffset? RevokedAt);
