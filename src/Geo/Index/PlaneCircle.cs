using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace O2O.Dispatch.Geo.Index;

/// <summary>
/// Which of eight places lie in a circle, in the plane at the latitude of its middle, with single precision. Longitudes and latitudes stay side by side as they
/// are stored: all sixteen differences are squared at once, each sum is made in the upper half of its word and compared there as a whole
/// number, which orders as the sums do because none is negative.
/// </summary>
internal readonly struct PlaneCircle
{
    private readonly Vector512<int> middle;
    private readonly Vector512<float> scale;
    private readonly Vector512<long> threshold;

    private PlaneCircle(Vector512<int> middle, Vector512<float> scale, Vector512<long> threshold)
    {
        this.middle = middle;
        this.scale = scale;
        this.threshold = threshold;
    }

    /// <summary>A circle around a point.</summary>
    /// <param name="from">Its middle.</param>
    /// <param name="limit">The square of its radius in units of the plane; may be infinite, and then it contains empty lanes too.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PlaneCircle Around(in SearchPoint from, double limit) => new(
        Vector512.Create(IndexStore.Pack(from.Longitude, from.Latitude)).AsInt32(),
        Vector512.Create(((ulong)BitConverter.SingleToUInt32Bits(1) << 32) | BitConverter.SingleToUInt32Bits((float)from.Cosine)).AsSingle(),
        Threshold(limit));

    /// <summary>The same middle, another limit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PlaneCircle With(double limit) => new(middle, scale, Threshold(limit));

    /// <summary>The lanes of a block, a bit each, that lie in the circle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Near(ref long places) => unchecked((uint)Inside(Vector512.LoadUnsafe(ref places).AsInt32() - middle).ExtractMostSignificantBits());

    /// <summary>Writes the differences of places from the middle, and the slots, of those in the circle one after the other; room is needed for eight.</summary>
    /// <returns>How many they are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Gather(ref long places, ref int slots, ref long differences, ref long found) =>
        Avx512F.IsSupported ? GatherAtOnce(ref places, ref slots, ref differences, ref found) : GatherInTurn(ref places, ref slots, ref differences, ref found);

    /// <summary>As <see cref="Gather"/>, on processors that compress vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int GatherAtOnce(ref long places, ref int slots, ref long differences, ref long found)
    {
        var difference = Vector512.LoadUnsafe(ref places).AsInt32() - middle;
        var inside = Inside(difference);
        Avx512F.Compress(Vector512<long>.Zero, inside, difference.AsInt64()).StoreUnsafe(ref differences);
        Avx512F.Compress(Vector512<long>.Zero, inside, Avx512F.ConvertToVector512Int64(Vector256.LoadUnsafe(ref slots))).StoreUnsafe(ref found);
        return BitOperations.PopCount(inside.ExtractMostSignificantBits());
    }

    /// <summary>As <see cref="Gather"/>, on all others.</summary>
    public int GatherInTurn(ref long places, ref int slots, ref long differences, ref long found)
    {
        var difference = Vector512.LoadUnsafe(ref places).AsInt32() - middle;
        var count = 0;
        for (var near = Inside(difference).ExtractMostSignificantBits(); near != 0; near = unchecked(near & (near - 1)))
        {
            var lane = BitOperations.TrailingZeroCount(near);
            Unsafe.Add(ref differences, count) = difference.AsInt64()[lane];
            Unsafe.Add(ref found, count) = Unsafe.Add(ref slots, lane);
            count++;
        }

        return count;
    }

    // The lower half is filled so that it never decides.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Threshold(double limit) => Vector512.Create(((long)BitConverter.SingleToInt32Bits((float)limit) << 32) | uint.MaxValue);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<long> Inside(Vector512<int> difference)
    {
        var scaled = Vector512.ConvertToSingle(difference) * scale;
        var square = scaled * scaled;
        var sum = square + Vector512.ShiftLeft(square.AsInt64(), 32).AsSingle();
        return Vector512.LessThanOrEqual(sum.AsInt64(), threshold);
    }
}
