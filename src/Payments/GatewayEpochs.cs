namespace O2O.Dispatch.Payments;

/// <summary>How an operation is asked for anew when the answer to its own key is a stored fault: under the key of an epoch so many later, which no job comes near. Metadata carries that epoch too.</summary>
internal static class GatewayEpochs
{
    /// <summary>The n-th fresh key of an epoch is that of the epoch this many times n later.</summary>
    public const int Fresh = 1_000;

    /// <summary>How many fresh keys an operation may have.</summary>
    public const int FreshKeys = 3;

    /// <summary>The epoch, refund, tip or rest of the job that a number names, whichever key it was asked under.</summary>
    public static int Of(int number) => number % Fresh;
}
