using System.Collections.Immutable;
using System.Text.Json;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>The statements of consents and looks, in the words of either database.</summary>
internal sealed class ConsentSql
{
    private readonly bool _isSqlite;

    private ConsentSql(bool isSqlite)
    {
        _isSqlite = isSqlite;
        Notes = Of("SELECT notes FROM customer_notes WHERE customer_id = @1");
        Write = Of("""
            INSERT INTO customer_notes (customer_id, notes, changed_at) VALUES (@1, @2, @3)
            ON CONFLICT (customer_id) DO UPDATE SET notes = excluded.notes, changed_at = excluded.changed_at
            """);
        Give = Of("""
            INSERT INTO counter_consents (customer_id, merchant_id, store_id, given_at, until_at) VALUES (@1, @2, @3, @4, @5)
            ON CONFLICT (customer_id, merchant_id) DO UPDATE SET store_id = excluded.store_id, given_at = excluded.given_at, until_at = excluded.until_at
            """);
        Revoke = Of("DELETE FROM counter_consents WHERE customer_id = @1 AND merchant_id = @2");
        ForgetNotes = Of("DELETE FROM customer_notes WHERE customer_id = @1");
        ForgetConsents = Of("DELETE FROM counter_consents WHERE customer_id = @1");
        Consents = Of("""
            SELECT merchant_id, store_id, given_at, until_at FROM counter_consents WHERE customer_id = @1 AND merchant_id > @2 AND until_at > @3 ORDER BY merchant_id LIMIT @4
            """);

        // One writer at a time on SQLite; elsewhere the row is held, so that who takes the consent back waits for the look.
        InForce = Of($"""
            SELECT until_at FROM counter_consents WHERE customer_id = @1 AND merchant_id = @2 AND (store_id IS NULL OR store_id = @3) AND given_at <= @4 AND until_at > @4{(isSqlite ? string.Empty : " FOR SHARE")}
            """);
        Look = Of("INSERT INTO counter_looks (look_id, customer_id, merchant_id, store_id, staff_id, job_id, at, notes, vouchers) VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9)");
        Looks = Of("""
            SELECT look_id, customer_id, merchant_id, store_id, staff_id, job_id, at, notes, vouchers FROM counter_looks WHERE customer_id = @1 AND look_id < @2 ORDER BY look_id DESC LIMIT @3
            """);
    }

    /// <summary>For SQLite.</summary>
    public static ConsentSql Sqlite { get; } = new(isSqlite: true);

    /// <summary>For PostgreSQL.</summary>
    public static ConsentSql Postgres { get; } = new(isSqlite: false);

    /// <summary>A customer's notes: customer.</summary>
    public string Notes { get; }

    /// <summary>Keeps them: customer, JSON, instant.</summary>
    public string Write { get; }

    /// <summary>Keeps a consent: customer, merchant, store, from, until.</summary>
    public string Give { get; }

    /// <summary>Takes it back: customer, merchant.</summary>
    public string Revoke { get; }

    /// <summary>Forgets all notes: customer.</summary>
    public string ForgetNotes { get; }

    /// <summary>Takes all consents back: customer.</summary>
    public string ForgetConsents { get; }

    /// <summary>Those in force: customer, after which merchant, now, how many.</summary>
    public string Consents { get; }

    /// <summary>Until when one is in force: customer, merchant, store, now.</summary>
    public string InForce { get; }

    /// <summary>Writes a look down: id, customer, merchant, store, who, job, instant, notes, vouchers.</summary>
    public string Look { get; }

    /// <summary>A customer's looks: customer, before which, how many.</summary>
    public string Looks { get; }

    /// <summary>Statements that lead to few rows by an index; tests hold each against it.</summary>
    public IReadOnlyList<string> HotReads => [Notes, Consents, InForce, Looks];

    /// <summary>Notes as they are kept.</summary>
    public static string Json(ImmutableArray<string> notes) => JsonSerializer.Serialize(notes);

    /// <summary>Notes as they were kept.</summary>
    public static ImmutableArray<string> Read(string? json) => json is null ? [] : JsonSerializer.Deserialize<ImmutableArray<string>>(json);

    private string Of(string sql) => sql.Replace('@', _isSqlite ? '?' : '$');
}
