using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using O2O.Dispatch.Contracts.Journeys;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Api.Commands;

/// <summary>Cursors of pages: opaque text, base64url.</summary>
public static class Cursors
{
    /// <summary>Items of a page when nothing is said.</summary>
    public const int DefaultLimit = 50;

    /// <summary>Items of a page at the most.</summary>
    public const int MaxLimit = 200;

    private const int LongestCursor = 200;

    /// <summary>The cursor after a job.</summary>
    public static string Of(Job last)
    {
        Span<byte> bytes = stackalloc byte[24];
        BinaryPrimitives.WriteInt64BigEndian(bytes, last.Order.RequestedAt.UtcTicks);
        last.Id.Value.TryWriteBytes(bytes[8..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a cursor of jobs.</summary>
    /// <returns>False when the text is none.</returns>
    private static bool TryReadJob(string? text, out JobSearchCursor? cursor)
    {
        cursor = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        Span<byte> bytes = stackalloc byte[24];
        if (!Base64Url.IsValid(text, out var length) || length != bytes.Length || !Base64Url.TryDecodeFromChars(text, bytes, out _))
        {
            return false;
        }

        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (ticks < 0 || ticks > DateTimeOffset.MaxValue.Ticks)
        {
            return false;
        }

        cursor = new JobSearchCursor(new DateTimeOffset(ticks, TimeSpan.Zero), new JobId(new Guid(bytes[8..], bigEndian: true)));
        return true;
    }

    /// <summary>The cursor after a moment of a timeline.</summary>
    public static string Of(CustomerMoment last)
    {
        var bytes = new byte[8 + Encoding.UTF8.GetByteCount(last.Key)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, last.At.UtcTicks);
        Encoding.UTF8.GetBytes(last.Key, bytes.AsSpan(8));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads what page of a timeline is asked for; what is wrong with it joins the faults.</summary>
    public static (int Limit, MomentCursor? After) PageOfMoments(int? limit, string? cursor, List<(string Field, string Reason)> faults)
    {
        CursorFault(TryReadMoment(cursor, out var after), faults);
        return (Limit(limit, faults), after);
    }

    private static bool TryReadMoment(string? text, out MomentCursor? cursor)
    {
        cursor = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        if (text.Length > LongestCursor || !Base64Url.IsValid(text, out var length) || length <= 8)
        {
            return false;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        var key = Encoding.UTF8.GetString(bytes.AsSpan(8));
        if (ticks < 0 || ticks > DateTimeOffset.MaxValue.Ticks || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return false;
        }

        cursor = new MomentCursor(new DateTimeOffset(ticks, TimeSpan.Zero), key);
        return true;
    }

    /// <summary>The cursor after an id.</summary>
    public static string Of(Guid last) => last.ToString("N");

    /// <summary>Reads a cursor of ids.</summary>
    /// <returns>False when the text is none.</returns>
    private static bool TryReadId(string? text, out Guid? cursor)
    {
        cursor = Guid.TryParseExact(text, "N", out var id) ? id : null;
        return cursor is not null || string.IsNullOrEmpty(text);
    }

    /// <summary>Reads what page of jobs is asked for; what is wrong with it joins the faults.</summary>
    public static (int Limit, JobSearchCursor? After) PageOfJobs(int? limit, string? cursor, List<(string Field, string Reason)> faults)
    {
        CursorFault(TryReadJob(cursor, out var after), faults);
        return (Limit(limit, faults), after);
    }

    /// <summary>Reads what page of things in order of their ids is asked for; what is wrong with it joins the faults.</summary>
    public static (int Limit, Guid? After) PageOfIds(int? limit, string? cursor, List<(string Field, string Reason)> faults)
    {
        CursorFault(TryReadId(cursor, out var after), faults);
        return (Limit(limit, faults), after);
    }

    /// <summary>The cursor after a number.</summary>
    public static string Of(long last) => last.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads what page of things in order of their numbers, the latest first, is asked for; what is wrong with it joins the faults.</summary>
    public static (int Limit, long? Before) PageOfNumbers(int? limit, string? cursor, List<(string Field, string Reason)> faults)
    {
        long? before = long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        CursorFault(before is not null || string.IsNullOrEmpty(cursor), faults);
        return (Limit(limit, faults), before);
    }

    private static int Limit(int? asked, List<(string Field, string Reason)> faults)
    {
        var limit = asked ?? DefaultLimit;
        if (limit is < 1 or > MaxLimit)
        {
            faults.Add(("limit", $"1 to {MaxLimit} is expected."));
        }

        return limit;
    }

    private static void CursorFault(bool read, List<(string Field, string Reason)> faults)
    {
        if (!read)
        {
            faults.Add(("cursor", "This is no cursor of this list: take next_cursor of the page before."));
        }
    }
}
