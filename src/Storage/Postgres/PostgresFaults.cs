using System.Net.Sockets;
using Npgsql;
using O2O.Dispatch.Contracts.Storage;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>What the driver throws, in the words of the ports.</summary>
internal static class PostgresFaults
{
    /// <summary>Whether the server undid the statement for the sake of another, so that it may be run again at once.</summary>
    public static bool IsUndone(Exception fault) => fault is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    /// <summary>Whether the connection is gone, and with it probably those that wait in the pool.</summary>
    public static bool IsCut(Exception fault) => fault switch
    {
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown } => true,
        PostgresException => false,
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException or SocketException or IOException => true,
        _ => false,
    };

    /// <summary>Whether the data broke a rule of the schema.</summary>
    public static bool IsBreach(Exception fault) => fault is PostgresException said
        && (said.SqlState.StartsWith("23", StringComparison.Ordinal) || said.SqlState.StartsWith("22", StringComparison.Ordinal) || said.SqlState == PostgresErrorCodes.RaiseException);

    /// <summary>The exception of the port for a fault of the driver; null when it is none of the driver's.</summary>
    public static Exception? Translate(Exception fault) => fault switch
    {
        PostgresException said when IsBreach(said) || said.SqlState.StartsWith("42", StringComparison.Ordinal) =>
            new StoreFaultException($"PostgreSQL refuses what it was given: {said.MessageText} ({said.SqlState}{(said.ConstraintName is { } name ? $", {name}" : string.Empty)}).", said),
        PostgresException said => new StoreUnavailableException($"PostgreSQL did not do it: {said.MessageText} ({said.SqlState}).", said),
        NpgsqlException or SocketException or IOException or TimeoutException =>
            new StoreUnavailableException($"PostgreSQL cannot be reached or did not answer: {fault.Message}", fault),
        ObjectDisposedException => new StoreUnavailableException("The store is closed.", fault),
        _ => null,
    };
}
